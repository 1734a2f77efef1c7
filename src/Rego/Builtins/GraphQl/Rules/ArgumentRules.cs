namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>Fields and directives have the arguments that are given.</summary>
internal sealed class KnownArgumentNames : QueryRule
{
    public override void OnField(QueryWalk walk, FieldSelection field)
    {
        if (field.Definition is { } definition && field.Parent is { } parent)
        {
            Check(walk, field.Place, field.Arguments, definition.Arguments, $"field \"{parent.Name}.{field.Name}\"");
        }
    }

    public override void OnDirective(QueryWalk walk, Directive directive)
    {
        if (directive.Definition is { } definition)
        {
            Check(walk, directive.Place, directive.Arguments, definition.Arguments, $"directive \"@{directive.Name}\"");
        }
    }

    private static void Check(QueryWalk walk, Place? place, List<Argument> given, List<FieldDefinition> known, string of)
    {
        foreach (var argument in given.Where(argument => !known.Exists(each => each.Name == argument.Name)))
        {
            var hint = DidYouMean.Names(walk.Work, argument.Name, known.Select(each => each.Name));
            walk.Report(place, $"Unknown argument \"{argument.Name}\" on {of}.{hint}");
        }
    }
}

/// <summary>Arguments that must not be null and have no default are given.</summary>
internal sealed class ProvidedRequiredArguments : QueryRule
{
    public override void OnField(QueryWalk walk, FieldSelection field)
        => Check(walk, field.Place, field.Arguments, field.Definition?.Arguments, $"Field \"{field.Name}\"");

    public override void OnDirective(QueryWalk walk, Directive directive)
        => Check(walk, directive.Place, directive.Arguments, directive.Definition?.Arguments, $"Directive \"@{directive.Name}\"");

    private static void Check(QueryWalk walk, Place? place, List<Argument> given, List<FieldDefinition>? known, string of)
    {
        foreach (var argument in known ?? [])
        {
            if (argument.Type.NonNull && argument.Default is null && !given.Exists(each => each.Name == argument.Name))
            {
                walk.Report(place, $"{of} argument \"{argument.Name}\" of type \"{argument.Type}\" is required, but it was not provided.");
            }
        }
    }
}

/// <summary>No argument is given twice.</summary>
internal sealed class UniqueArgumentNames : QueryRule
{
    public override void OnField(QueryWalk walk, FieldSelection field) => Check(walk, field.Arguments);

    public override void OnDirective(QueryWalk walk, Directive directive) => Check(walk, directive.Arguments);

    private static void Check(QueryWalk walk, List<Argument> arguments)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in arguments.Where(argument => !seen.Add(argument.Name)))
        {
            walk.Report(argument.Place, $"There can be only one argument named \"{argument.Name}\".");
        }
    }
}
