namespace Bouncer.Cli;

/// <summary>What the exit codes mean. Scripts rely on them.</summary>
internal static class ExitCodes
{
    /// <summary>Every image is allowed.</summary>
    public const int Allowed = 0;

    /// <summary>At least one image is refused, or an object is not what it should be and would be refused for that.</summary>
    public const int Refused = 1;

    /// <summary>The command line, the policy or a file is wrong, so that not everything was checked.</summary>
    public const int Wrong = 2;
}
