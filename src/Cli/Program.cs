using Bouncer.Cli;

return BouncerCommand.Run(args, Terminal.OfProcess());
