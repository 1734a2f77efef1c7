using Bouncer.ImagePolicy.Documents.Source;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>Collects the mistakes of one policy, so that all of them can be mended in one round.</summary>
internal sealed class ErrorList(string file)
{
    /// <summary>The most mistakes that are kept. Nobody mends more in one round, and a hostile file could make a million.</summary>
    public const int Max = 100;

    private readonly List<PolicyError> _errors = [];
    private int _more;

    public bool IsEmpty => _errors.Count == 0;

    public void Add(SourceNode at, string path, string message) => Add(at.Line, at.Column, path, message);

    public void Add(SourceError error) => Add(error.Line, error.Column, "", error.Message);

    public void Add(int line, int column, string path, string message)
    {
        if (_errors.Count < Max)
        {
            _errors.Add(new PolicyError(file, line, column, path, message));
        }
        else
        {
            _more++;
        }
    }

    /// <summary>The mistakes in the order of the text.</summary>
    public IReadOnlyList<PolicyError> ToList()
    {
        IEnumerable<PolicyError> sorted = _errors.OrderBy(e => e.Line).ThenBy(e => e.Column);
        return _more == 0 ? [.. sorted] : [.. sorted, new PolicyError(file, 0, 0, "", $"and {_more} more mistakes")];
    }
}
