using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>An object of a file.</summary>
/// <param name="Place">The file and the line, for people: <c>policies/repos.yaml:12</c>.</param>
/// <param name="Document">The object.</param>
internal sealed record PolicyDocument(string Place, RegoObject Document)
{
    public DocumentKey Key { get; } = DocumentKey.Of(Document);
}
