namespace Bouncer.Cli;

/// <summary>What the exit codes mean. Scripts rely on them.</summary>
internal static class ExitCodes
{
    /// <summary>Every image or object is allowed, every suite passes.</summary>
    public const int Allowed = 0;

    /// <summary>At least one image or object is refused, an object is not what it should be and would be refused for that, or a suite
    /// fails. The commands that gator has too also say so of files that cannot be read, as gator does.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong; for <c>check</c> also the policy or a file, so that not everything was checked.</summary>
    public const int Wrong = 2;
}
