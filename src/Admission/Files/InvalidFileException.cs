namespace Bouncer.Admission.Files;

/// <summary>A file that a service needs cannot be used.</summary>
public sealed class InvalidFileException : Exception
{
    /// <summary>Creates the exception with one problem.</summary>
    public InvalidFileException(string problem)
        : this([problem])
    {
    }

    /// <summary>Creates the exception with everything that is wrong.</summary>
    public InvalidFileException(IReadOnlyList<string> problems)
        : base(string.Join('\n', problems))
    {
        Problems = problems;
    }

    /// <summary>Everything that is wrong, each a sentence that names the file.</summary>
    public IReadOnlyList<string> Problems { get; }
}
