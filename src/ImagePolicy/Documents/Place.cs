using Bouncer.ImagePolicy.Documents.Source;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>A node of a policy file with its path: what one reads from, and where one reports to.</summary>
internal readonly record struct Place(SourceNode Node, string Path, ErrorList Errors)
{
    public void Report(string message) => Errors.Add(Node, Path, message);

    /// <summary>The fields of a mapping; null, and reported, if the node is something else.</summary>
    /// <param name="table">The fields that may stand here.</param>
    /// <param name="remedy">What to write where this is not a mapping, such as <c>write name: and a name below it</c>.</param>
    public Fields? Mapping(FieldTable table, string remedy)
    {
        if (!IsPlainYaml())
        {
            return null;
        }

        if (Node is MappingNode mapping)
        {
            return Fields.Read(this, mapping, table);
        }

        ReportWrongType(remedy);
        return null;
    }

    /// <summary>The items of a list; empty, and reported, if the node is something else.</summary>
    public IReadOnlyList<Place> Items(string remedy)
    {
        if (!IsPlainYaml())
        {
            return [];
        }

        if (Node is SequenceNode sequence)
        {
            var (path, errors) = (Path, Errors);
            return [.. sequence.Items.Select((item, i) => new Place(item, $"{path}[{i}]", errors))];
        }

        ReportWrongType(remedy);
        return [];
    }

    /// <summary>The text of a single value, as written: <c>1.10</c> is "1.10" and <c>on</c> is "on". Null, and reported, if
    /// the node is something else.</summary>
    public string? Text(string remedy)
    {
        if (!IsPlainYaml())
        {
            return null;
        }

        if (Node is ScalarNode { IsNull: false } scalar)
        {
            return scalar.Text;
        }

        if (Node is ScalarNode { Text.Length: > 0 } @null)
        {
            Report($"{@null.Text} means nothing in YAML; {remedy}, or put {@null.Text} in quotes");
        }
        else
        {
            ReportWrongType(remedy);
        }

        return null;
    }

    private void ReportWrongType(string remedy) => Report($"is {Node.Description}; {remedy}");

    /// <summary>Policies are written out: what an alias or a tag would change is better seen where it applies. Patterns that
    /// start with a star and have no quotes are the usual reason for an alias.</summary>
    private bool IsPlainYaml()
    {
        switch (Node)
        {
            case AliasNode alias:
                var text = Printable.Text("*" + alias.Name, 80);
                Report($"{text} has no quotes, so YAML takes it for an alias; write \"{text}\"");
                return false;
            case { Anchor: { } anchor }:
                Report($"&{Printable.Text(anchor, 80)} is a YAML anchor, and policies have none; remove it, or put the text in quotes");
                return false;
            case { Tag: { } tag } when tag is not ("tag:yaml.org,2002:str" or "tag:yaml.org,2002:seq" or "tag:yaml.org,2002:map"):
                Report($"the YAML tag {Printable.Text(tag, 80)} is not supported; remove it");
                return false;
            default:
                return true;
        }
    }
}
