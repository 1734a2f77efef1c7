namespace Bouncer.ImagePolicy.Documents;

/// <summary>The fields that may stand in one place of a policy file: the whole schema, one line a place.</summary>
/// <param name="Where">The place, as messages call it.</param>
/// <param name="Names">The names of its fields.</param>
internal sealed record FieldTable(string Where, params string[] Names)
{
    public static readonly FieldTable Document = new("the top of the file", "apiVersion", "kind", "metadata", "spec");
    public static readonly FieldTable Metadata = new("metadata", "name");
    public static readonly FieldTable Spec = new("spec", "default", "rules");
    public static readonly FieldTable Rule = new("the rule itself", "name", "allow", "deny", "require", "match", "enforcement", "message");
    public static readonly FieldTable Selector = new("allow or deny", "registries", "repositories", "images", "tags");
    public static readonly FieldTable Match = new("match", "namespaces", "excludedNamespaces", "repositories", "excludedRepositories");

    private static readonly FieldTable[] s_all = [Document, Metadata, Spec, Rule, Selector, Match];

    /// <summary>What to say of a field that may not stand here: the one that was meant, or where it may stand.</summary>
    public string Unknown(string field)
    {
        var shown = Printable.Quoted(field, 80);
        if (Spelling.Nearest(field, Names) is { } nearest)
        {
            return $"unknown field {shown}; did you mean \"{nearest}\"?";
        }

        var elsewhere = s_all.Where(t => t.Names.Contains(field, StringComparer.Ordinal)).Select(t => t.Where).ToArray();
        return elsewhere.Length > 0
            ? $"\"{field}\" does not belong here; move it to {string.Join(" or ", elsewhere)}"
            : $"unknown field {shown}; known here: {string.Join(", ", Names)}";
    }
}
