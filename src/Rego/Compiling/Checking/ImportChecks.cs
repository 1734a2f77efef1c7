using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checking;

/// <summary>Stages: what v1 (and strict mode) does not allow to be hidden.</summary>
internal static class ImportChecks
{
    /// <summary>Two imports of one name.</summary>
    public static void Duplicates(Compilation compilation)
    {
        foreach (var module in Held(compilation))
        {
            var seen = new Dictionary<string, Import>(StringComparer.Ordinal);
            foreach (var import in module.Syntax.Imports)
            {
                if (!seen.TryAdd(import.Name, import))
                {
                    compilation.Report(
                        DiagnosticCodes.Compile, import.Span, $"import must not shadow {Printer.Print(seen[import.Name])}");
                }
            }
        }
    }

    /// <summary>Rules, parameters and variables named <c>input</c> or <c>data</c>.</summary>
    public static void RootDocuments(Compilation compilation)
    {
        foreach (var module in Held(compilation))
        {
            foreach (var rule in module.AllRules)
            {
                if (rule.Reference[0] is VarTerm { Name: "input" or "data" } name)
                {
                    compilation.Report(
                        DiagnosticCodes.Compile, rule.Span, $"rules must not shadow {name.Name} (use a different rule name)");
                }

                InBody(compilation, rule);
            }
        }
    }

    /// <summary>Variables of a query named <c>input</c> or <c>data</c>.</summary>
    public static void InQuery(Compilation compilation, IEnumerable<Expr> body)
    {
        foreach (var expression in ExpressionWalker.All(body))
        {
            InExpression(compilation, expression);
        }
    }

    private static void InBody(Compilation compilation, RuleDraft rule)
    {
        foreach (var expression in ExpressionWalker.All(rule))
        {
            InExpression(compilation, expression);
        }
    }

    private static void InExpression(Compilation compilation, Expr expression)
    {
        if (expression.Content is CallTerm { Name: Operators.Assign, Args: [var left, ..] } && Terms.IsRootDocument(left))
        {
            compilation.Report(
                DiagnosticCodes.Compile,
                expression.Span,
                $"variables must not shadow {Printer.Print(left)} (use a different variable name)");
        }
    }

    private static IEnumerable<ModuleDraft> Held(Compilation compilation)
        => compilation.Modules.Where(m => compilation.Options.Strict || m.IsStrictV1);
}
