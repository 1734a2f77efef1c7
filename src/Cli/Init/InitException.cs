namespace Bouncer.Cli.Init;

/// <summary>The installation cannot go on. The message says why, and what to do.</summary>
internal sealed class InitException(string message) : Exception(message);
