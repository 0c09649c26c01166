using SreCopilot.OfflineGenerate;

return CommandLineTool.Run(args, Console.Out, Console.Error);
