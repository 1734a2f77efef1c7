using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Resolving;

/// <summary>
/// Writes out what names stand for: an import's path, a rule of the package. Names that a body declares or that are parameters
/// hide them.
/// </summary>
internal sealed class ReferenceResolver(Dictionary<string, ImmutableArray<Term>> globals) : SyntaxRewriter
{
    private readonly List<HashSet<string>> _hidden = [];

    /// <summary>The globals that were found in use.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that a part of a module declares itself, for as long as the result is not disposed.</summary>
    public Scope Hide(HashSet<string> names)
    {
        _hidden.Add(names);
        return new Scope(this);
    }

    protected override Term RewriteVariable(VarTerm variable)
        => Global(variable) is { } path ? new RefTerm(variable.Span, path) : variable;

    protected override Term RewriteReference(RefTerm reference)
    {
        if (reference.Head is VarTerm head && Global(head) is { } path)
        {
            var tail = Rewrite([.. reference.Path.AsSpan()[1..]]);
            return reference with { Path = [.. path, .. tail] };
        }

        return base.RewriteReference(reference);
    }

    protected override RefTerm RewriteOperator(RefTerm op) => (RefTerm)RewriteReference(op);

    protected override Term RewriteComprehension(ComprehensionTerm comprehension)
    {
        using (Hide(DeclaredVariables.In(comprehension.Body.Expressions)))
        {
            return base.RewriteComprehension(comprehension);
        }
    }

    protected override ExprContent RewriteContent(ExprContent content)
    {
        if (content is not Every every)
        {
            return base.RewriteContent(content);
        }

        var names = VariableCollector.In(every.Value);
        if (every.Key is not null)
        {
            VariableCollector.Add(names, every.Key, Skip.None);
        }

        using (Hide(names))
        {
            return every with { Domain = Rewrite(every.Domain), Body = Rewrite(every.Body) };
        }
    }

    private ImmutableArray<Term>? Global(VarTerm variable)
    {
        if (!globals.TryGetValue(variable.Name, out var path))
        {
            return null;
        }

        foreach (var names in _hidden)
        {
            if (names.Contains(variable.Name))
            {
                return null;
            }
        }

        Used.Add(variable.Name);
        return [.. path.Select(t => t with { Span = variable.Span })];
    }

    /// <summary>The time for which names are hidden.</summary>
    public readonly struct Scope(ReferenceResolver resolver) : IDisposable
    {
        public void Dispose() => resolver._hidden.RemoveAt(resolver._hidden.Count - 1);
    }
}
