Console.WriteLine("A project for the model; nobody starts it.");
