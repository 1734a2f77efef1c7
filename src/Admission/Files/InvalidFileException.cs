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

    /// <summary>Opens something and keeps its problems, so that those of several files can be told together.</summary>
    /// <returns>What was opened; null if there are problems.</returns>
    public static T? Collect<T>(Func<T> open, List<string> problems)
        where T : class
    {
        try
        {
            return open();
        }
        catch (InvalidFileException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }
}
