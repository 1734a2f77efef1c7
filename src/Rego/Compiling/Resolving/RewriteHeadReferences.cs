using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Resolving;

/// <summary>
/// Stage: what is neither a constant nor a variable in the reference of a head moves to the body, since the tree of rules knows
/// only those: <c>p[input.x]</c> becomes <c>p[v] if v = input.x</c>.
/// </summary>
internal static class RewriteHeadReferences
{
    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.Modules.SelectMany(m => m.Rules))
        {
            for (var i = 1; i < rule.Reference.Length; i++)
            {
                if (rule.Reference[i] is not (VarTerm or ScalarTerm))
                {
                    var (variable, equation) = Equations.Name(rule.Names, rule.Reference[i]);
                    rule.Reference = rule.Reference.SetItem(i, variable);
                    rule.Body = rule.Body.Add(equation);
                }
            }
        }
    }
}
