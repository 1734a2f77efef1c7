namespace Bouncer.Constraints.Store;

/// <summary>The constraints of a store, by template, kind and name. Whoever uses it takes care that nobody else does.</summary>
internal sealed class ConstraintShelf
{
    private readonly Dictionary<string, Dictionary<(string Kind, string Name), ConstraintState>> _byTemplate = new(StringComparer.Ordinal);

    /// <summary>All of them, by kind and name.</summary>
    public IReadOnlyList<ConstraintState> All
        => [.. _byTemplate.Values.SelectMany(c => c.Values).OrderBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal)];

    /// <summary>Those that are in force.</summary>
    public IEnumerable<Constraint> InForce => _byTemplate.Values.SelectMany(c => c.Values).Select(c => c.Constraint).OfType<Constraint>();

    /// <summary>Those of a template.</summary>
    public IReadOnlyList<ConstraintState> OfTemplate(string template) => _byTemplate.TryGetValue(template, out var found) ? [.. found.Values] : [];

    public ConstraintState? Find(string kind, string name)
        => _byTemplate.TryGetValue(TemplateOf(kind), out var found) ? found.GetValueOrDefault((kind, name)) : null;

    public void Put(ConstraintState constraint)
    {
        var template = TemplateOf(constraint.Kind);
        if (!_byTemplate.TryGetValue(template, out var constraints))
        {
            _byTemplate[template] = constraints = [];
        }

        constraints[(constraint.Kind, constraint.Name)] = constraint;
    }

    public bool Remove(string kind, string name)
        => _byTemplate.TryGetValue(TemplateOf(kind), out var constraints) && constraints.Remove((kind, name));

    private static string TemplateOf(string kind) => kind.ToLowerInvariant();
}
