using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Resolving;

/// <summary>The variables that a body declares with <c>:=</c> and <c>some</c>, in <c>every</c> within it too, in comprehensions not.</summary>
internal static class DeclaredVariables
{
    public static HashSet<string> In(ImmutableArray<Expr> body)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(names, body);
        return names;
    }

    public static HashSet<string> In(Expr expression) => In([expression]);

    private static void Add(HashSet<string> names, ImmutableArray<Expr> body)
    {
        foreach (var expression in body)
        {
            switch (expression.Content)
            {
                case CallTerm { Name: Operators.Assign, Args: [var left, _] }:
                    VariableCollector.Add(names, left, Skip.None);
                    break;
                case SomeDeclaration some:
                    foreach (var symbol in some.Symbols)
                    {
                        VariableCollector.Add(names, symbol, Skip.None);
                    }

                    break;
                case SomeIn some:
                    if (some.Key is not null)
                    {
                        VariableCollector.Add(names, some.Key, Skip.None);
                    }

                    VariableCollector.Add(names, some.Value, Skip.None);
                    break;
                case Every every:
                    Add(names, every.Body.Expressions);
                    break;
            }
        }
    }
}
