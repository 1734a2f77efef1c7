using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>Reads the fields of <c>spec.match</c>. Null reads as absent everywhere, as Kubernetes decodes it.</summary>
internal readonly struct MatchReader(ICollection<ConstraintProblem> problems)
{
    /// <summary>The text in a field; empty if there is none.</summary>
    public string Text(RegoObject document, string field, string path)
    {
        if (!document.TryGet(field, out var value) || value is RegoNull)
        {
            return "";
        }

        return value is RegoString text ? text.Value : WrongText(value, $"{path}.{field}");
    }

    /// <summary>The texts in a list; none if there is no list.</summary>
    public string[] Texts(RegoObject document, string field, string path)
    {
        var items = List(document, field, path);
        var texts = new string[items.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = items[i] is RegoString text ? text.Value : WrongText(items[i], $"{path}.{field}[{i}]");
        }

        return texts;
    }

    /// <summary>The patterns in a list.</summary>
    public Wildcard[] Wildcards(RegoObject document, string field, string path)
        => Array.ConvertAll(Texts(document, field, path), t => new Wildcard(t));

    /// <summary>The list in a field; empty if there is none.</summary>
    public RegoArray List(RegoObject document, string field, string path)
    {
        if (!document.TryGet(field, out var value) || value is RegoNull)
        {
            return RegoArray.Empty;
        }

        return value as RegoArray ?? Wrong(value, $"{path}.{field}", "a list", RegoArray.Empty);
    }

    /// <summary>The object in a field; null if there is none.</summary>
    public RegoObject? Object(RegoObject document, string field, string path)
    {
        if (!document.TryGet(field, out var value) || value is RegoNull)
        {
            return null;
        }

        return value as RegoObject ?? Wrong<RegoObject?>(value, $"{path}.{field}", "an object", null);
    }

    /// <summary>The objects in a list.</summary>
    public IEnumerable<(RegoObject Value, string Path)> Objects(RegoObject document, string field, string path)
    {
        var items = List(document, field, path);
        for (var i = 0; i < items.Count; i++)
        {
            var place = $"{path}.{field}[{i}]";
            if (items[i] is RegoObject item)
            {
                yield return (item, place);
            }
            else
            {
                Wrong<RegoObject?>(items[i], place, "an object", null);
            }
        }
    }

    /// <summary>Reports a value that breaks a rule.</summary>
    public void Invalid(string message, string path) => problems.Add(new ConstraintProblem(ProblemCode.Invalid, message, path));

    private string WrongText(RegoValue value, string path) => Wrong(value, path, "a string", "");

    private T Wrong<T>(RegoValue value, string path, string expected, T instead)
    {
        Invalid($"must be {expected} but is {value.TypeName}", path);
        return instead;
    }
}
