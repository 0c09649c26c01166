// A program that is being written while another thread starts a process cannot be started itself (ETXTBSY), and these tests write programs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
