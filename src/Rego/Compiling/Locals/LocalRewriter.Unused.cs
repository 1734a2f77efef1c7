using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Resolving;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Locals;

/// <content>Declarations for nothing.</content>
internal sealed partial class LocalRewriter
{
    // `some x` without x is an error in every mode.
    private void ReportUnusedDeclared(ImmutableArray<Expr> body, ImmutableArray<Expr> rewritten, HashSet<string> used)
    {
        if (_errors > 0 || !scopes.Innermost.Values.Any(l => l.Occurrence == Occurrence.Declared))
        {
            return;
        }

        var inUse = VariableCollector.In(rewritten);
        foreach (var name in used)
        {
            inUse.Add(scopes.Find(name)?.Name ?? name);
        }

        foreach (var (name, local) in scopes.Innermost.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (local.Occurrence == Occurrence.Declared && !inUse.Contains(local.Name) && !VariableNames.IsWildcard(name))
            {
                Report(WhereDeclared(body, name), $"declared var {name} unused");
            }
        }
    }

    private void ReportUnusedAssigned(ImmutableArray<Expr> body, HashSet<string> used)
    {
        if (!compilation.Options.Strict || _errors > 0)
        {
            return;
        }

        foreach (var (name, local) in scopes.Innermost.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (local.Occurrence == Occurrence.Assigned && local.Count <= 1 && !used.Contains(name) && !VariableNames.IsWildcard(name))
            {
                Report(WhereDeclared(body, name), $"assigned var {name} unused");
            }
        }
    }

    private static Text.SourceSpan WhereDeclared(ImmutableArray<Expr> body, string name)
    {
        foreach (var expression in body)
        {
            if (DeclaredVariables.In(expression).Contains(name))
            {
                return expression.Span;
            }
        }

        return body.IsEmpty ? default : body[0].Span;
    }
}
