using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>An object that a file holds.</summary>
/// <param name="File">What messages call the file.</param>
/// <param name="Line">The line on which its document begins, from 1.</param>
/// <param name="Document">The object.</param>
/// <param name="Path">Where it stands in its document, such as <c>items[2]</c> of a List; empty for the document itself.</param>
public sealed record SourceDocument(string File, int Line, RegoObject Document, string Path = "")
{
    /// <summary>The object as far as matching needs it.</summary>
    public ReviewedObject Object { get; } = ReviewedObject.Of(Document);

    /// <summary>Where it stands: <c>file:line</c>, and the path behind it if there is one.</summary>
    public string Place => FormattableString.Invariant($"{File}:{Line}") + (Path.Length == 0 ? "" : $" {Path}");

    /// <summary>What it is: <c>Pod shop/web</c>.</summary>
    public string Label
    {
        get
        {
            var name = Object.Name.Length > 0 ? Object.Name : Object.GenerateName;
            return $"{Object.Kind.Kind} {(Object.Namespace.Length == 0 ? name : $"{Object.Namespace}/{name}")}".TrimEnd();
        }
    }

    /// <summary>The object itself, or the items of a List: kubectl prints what it finds as one.</summary>
    /// <param name="problems">Takes what is wrong with items.</param>
    public IEnumerable<SourceDocument> Expand(ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (Object.Kind is not { Group: "", Kind: "List" } || Document.Array("items") is not { } items)
        {
            return [this];
        }

        var expanded = new List<SourceDocument>();
        for (var i = 0; i < items.Count; i++)
        {
            var path = FormattableString.Invariant($"{(Path.Length == 0 ? "" : Path + ".")}items[{i}]");
            if (items[i] is RegoObject item && item.Text("kind").Length > 0)
            {
                expanded.AddRange(new SourceDocument(File, Line, item, path).Expand(problems));
            }
            else
            {
                problems.Add(FormattableString.Invariant($"{File}:{Line}: {path}: has no kind, so this is no Kubernetes object; write apiVersion and kind"));
            }
        }

        return expanded;
    }

    /// <summary>What is wrong with the template or constraint, a line each at least, the place before it; null if nothing is.</summary>
    internal string? Describe(IReadOnlyList<ConstraintProblem> problems)
        => problems.Count == 0 ? null : string.Join('\n', problems.Select(p => $"{Place}: {p}"));
}
