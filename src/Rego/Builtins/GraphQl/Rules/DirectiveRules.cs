namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>Directives are defined, and stand where they may.</summary>
internal sealed class KnownDirectives : QueryRule
{
    private readonly HashSet<(string Name, Place? Place)> reported = [];

    public override void OnDirective(QueryWalk walk, Directive directive)
    {
        if (directive.Definition is not { } definition)
        {
            walk.Report(directive.Place, $"Unknown directive \"@{directive.Name}\".");
        }
        else if (!definition.Locations.Contains(directive.Location) && reported.Add((directive.Name, directive.Place)))
        {
            walk.Report(directive.Place, $"Directive \"@{directive.Name}\" may not be used on {directive.Location}.");
        }
    }
}

/// <summary>No directive stands at one place twice. As in gqlparser that holds of repeatable ones too.</summary>
internal sealed class UniqueDirectives : QueryRule
{
    public override void OnDirectives(QueryWalk walk, List<Directive> directives)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in directives.Where(directive => !seen.Add(directive.Name) && directive.Name != "repeatable"))
        {
            walk.Report(directive.Place, $"The directive \"@{directive.Name}\" can only be used once at this location.");
        }
    }
}
