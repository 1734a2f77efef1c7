namespace Bouncer.Cli;

/// <summary>What the exit codes mean. Scripts rely on them.</summary>
internal static class ExitCodes
{
    /// <summary>Every image or object is allowed, every suite passes; what was to be done is done, and all is well.</summary>
    public const int Allowed = 0;

    /// <summary>At least one image or object is refused, an object is not what it should be and would be refused for that, or a suite
    /// fails, or something could not be done. The commands that gator has too also say so of files that cannot be read, as gator does.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong; for <c>check</c> also the policy or a file, so that not everything was checked.</summary>
    public const int Wrong = 2;

    /// <summary><c>doctor</c> has found nothing but weaknesses.</summary>
    public const int Warnings = 1;

    /// <summary><c>doctor</c> has found something that does not work, or lets images through.</summary>
    public const int Problems = 2;
}
