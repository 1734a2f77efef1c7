using Bouncer.Rego.Builtins.GraphQl.Rules;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>
/// Walks through a query, notes in its tree what the schema says of each part, and lets the rules look at it. Rules see a part
/// after what is inside of it. All mistakes are collected, as OPA's message has them all.
/// </summary>
internal sealed class QueryWalk
{
    // In gqlparser's order, which is that of the mistakes a message lists.
    private readonly QueryRule[] rules =
    [
        new FieldsOnCorrectType(),
        new FragmentsOnCompositeTypes(),
        new KnownArgumentNames(),
        new KnownDirectives(),
        new KnownFragmentNames(),
        new KnownRootType(),
        new KnownTypeNames(),
        new LoneAnonymousOperation(),
        new NoFragmentCycles(),
        new NoUndefinedVariables(),
        new NoUnusedFragments(),
        new NoUnusedVariables(),
        new OverlappingFields(),
        new PossibleFragmentSpreads(),
        new ProvidedRequiredArguments(),
        new ScalarLeafs(),
        new SingleFieldSubscriptions(),
        new UniqueArgumentNames(),
        new UniqueDirectives(),
        new UniqueFragmentNames(),
        new UniqueInputFieldNames(),
        new UniqueOperationNames(),
        new UniqueVariableNames(),
        new ValuesOfCorrectType(),
        new VariablesAreInputTypes(),
        new VariablesInAllowedPosition(),
    ];

    private readonly List<(Place? Place, string Message)> mistakes = [];
    private readonly Dictionary<string, Fragment> fragments = new(StringComparer.Ordinal);
    private readonly HashSet<Fragment> walkedFragments = [];

    private QueryWalk(Work work, Schema schema, QueryDocument document)
    {
        (Work, Schema, Document) = (work, schema, document);
        foreach (var fragment in document.Fragments)
        {
            fragments.TryAdd(fragment.Name, fragment);
        }
    }

    public Work Work { get; }

    public Schema Schema { get; }

    public QueryDocument Document { get; }

    /// <summary>The operation through which the walk goes; null while it goes through fragments on their own.</summary>
    public Operation? Operation { get; private set; }

    /// <summary>Checks a query.</summary>
    /// <exception cref="GraphQlException">It is not valid.</exception>
    public static void Check(Work work, Schema schema, QueryDocument document)
    {
        var walk = new QueryWalk(work, schema, document);
        walk.Walk();
        if (walk.mistakes.Count > 0)
        {
            throw walk.Mistakes();
        }
    }

    /// <summary>The fragment of a name.</summary>
    public Fragment? Fragment(string name) => fragments.GetValueOrDefault(name);

    /// <summary>Notes a mistake.</summary>
    public void Report(Place? place, string message)
    {
        Work.Step();
        mistakes.Add((place, message));
    }

    // The place of the first, then its text and the others with theirs; a final period goes, as in OPA.
    private GraphQlException Mistakes()
    {
        var (place, message) = mistakes[0];
        var lines = mistakes.Skip(1).Select(mistake => Prefix(mistake.Place) + mistake.Message).Prepend(message);
        var text = string.Join('\n', lines);
        text = text.EndsWith('.') ? text[..^1] : text + "\n";
        return place is { } at ? GraphQlException.At(at, text) : new($"GraphQL parse error: input: {text.TrimEnd('\n')}");
    }

    private static string Prefix(Place? place) => place is { } at ? $"input:{at.Line}:{at.Column}: " : "input: ";

    private void Walk()
    {
        foreach (var operation in Document.Operations)
        {
            walkedFragments.Clear();
            Operation = operation;
            Walk(operation);
            Operation = null;
        }

        foreach (var fragment in Document.Fragments)
        {
            walkedFragments.Clear();
            fragment.Definition = Schema.Type(fragment.TypeCondition);
            Walk(fragment.Directives, "FRAGMENT_DEFINITION");
            Walk(fragment.Definition, fragment.Selections);
            Array.ForEach(rules, rule => rule.OnFragment(this, fragment));
        }
    }

    private void Walk(Operation operation)
    {
        foreach (var variable in operation.Variables)
        {
            variable.Definition = Schema.Type(variable.Type.Name);
            Array.ForEach(rules, rule => rule.OnVariable(this, variable));
            Expect(variable.Default, variable.Type);
        }

        foreach (var variable in operation.Variables)
        {
            Walk(variable.Default);
            Walk(variable.Directives, "VARIABLE_DEFINITION");
        }

        var kind = operation.Kind.Length == 0 ? "query" : operation.Kind;
        Walk(operation.Directives, kind.ToUpperInvariant());
        Walk(Schema.Roots.GetValueOrDefault(kind), operation.Selections);
        Array.ForEach(rules, rule => rule.OnOperation(this, operation));
    }

    private void Walk(Definition? parent, List<Selection> selections)
    {
        using var level = Work.Enter();
        foreach (var selection in selections)
        {
            Work.Step();
            selection.Parent = parent;
            switch (selection)
            {
                case FieldSelection field:
                    Walk(parent, field);
                    break;
                case InlineFragment inline:
                    Walk(inline.Directives, "INLINE_FRAGMENT");
                    Walk(inline.TypeCondition.Length == 0 ? parent : Schema.Type(inline.TypeCondition), inline.Selections);
                    Array.ForEach(rules, rule => rule.OnInlineFragment(this, inline));
                    break;
                case FragmentSpread spread:
                    Walk(spread);
                    break;
            }
        }
    }

    private void Walk(Definition? parent, FieldSelection field)
    {
        Work.Step(parent?.Fields.Count ?? 0);
        field.Definition = field.Name == "__typename"
            ? new() { Name = "__typename", Type = new("String", null, NonNull: false, null) }
            : parent?.Field(field.Name);
        Walk(field.Arguments, field.Definition?.Arguments);
        Walk(field.Directives, "FIELD");
        Walk(field.Definition is null ? null : Schema.Type(field.Definition.Type.Name), field.Selections);
        Array.ForEach(rules, rule => rule.OnField(this, field));
    }

    private void Walk(FragmentSpread spread)
    {
        spread.Definition = Fragment(spread.Name);
        Walk(spread.Directives, "FRAGMENT_SPREAD");
        if (spread.Definition is { } fragment && walkedFragments.Add(fragment))
        {
            Walk(Schema.Type(fragment.TypeCondition), fragment.Selections);
        }

        Array.ForEach(rules, rule => rule.OnSpread(this, spread));
    }

    private void Walk(List<Directive> directives, string location)
    {
        foreach (var directive in directives)
        {
            Work.Step();
            directive.Definition = Schema.Directives.GetValueOrDefault(directive.Name);
            directive.Location = location;
            Walk(directive.Arguments, directive.Definition?.Arguments);
            Array.ForEach(rules, rule => rule.OnDirective(this, directive));
        }

        Array.ForEach(rules, rule => rule.OnDirectives(this, directives));
    }

    private void Walk(List<Argument> arguments, List<FieldDefinition>? definitions)
    {
        foreach (var argument in arguments)
        {
            Work.Step(definitions?.Count ?? 0);
            Expect(argument.Value, definitions?.Find(each => each.Name == argument.Name));
            Walk(argument.Value);
        }
    }

    private void Expect(Literal? literal, TypeName type)
    {
        if (literal is not null)
        {
            literal.ExpectedType = type;
            literal.Definition = Schema.Type(type.Name);
        }
    }

    private void Expect(Literal literal, FieldDefinition? definition)
    {
        if (definition is not null)
        {
            Expect(literal, definition.Type);
            literal.ExpectedTypeHasDefault = definition.HasDefault;
        }
    }

    private void Walk(Literal? literal)
    {
        if (literal is null)
        {
            return;
        }

        using var level = Work.Enter();
        if (literal.Kind == LiteralKind.Variable && Operation is not null)
        {
            Work.Step(Operation.Variables.Count);
            literal.Variable = Operation.Variables.Find(variable => variable.Name == literal.Raw);
            if (literal.Variable is not null)
            {
                literal.Variable.IsUsed = true;
            }
        }

        foreach (var (name, value, _) in literal.Children)
        {
            Work.Step(literal.Definition?.Fields.Count ?? 0);
            if (literal.Kind == LiteralKind.Object)
            {
                Expect(value, literal.Definition?.Field(name));
            }
            else if (literal.ExpectedType?.Element is { } element)
            {
                value.ExpectedType = element;
                value.Definition = literal.Definition;
            }

            Walk(value);
        }

        Array.ForEach(rules, rule => rule.OnLiteral(this, literal));
    }
}
