using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Analysis;

/// <summary>What of <c>input</c> a call of a builtin is about.</summary>
/// <param name="Builtin">The builtin's name.</param>
/// <param name="Operands">For each operand the paths below <c>input</c> of which it may be a value, dotted and without <c>input</c>;
/// <c>*</c> stands for any member or item. Empty for what is made on the way, and for constants.</param>
public sealed record RegoCallInputs(string Builtin, IReadOnlyList<IReadOnlySet<string>> Operands)
{
    /// <summary>
    /// The calls of some builtins in modules. Values are followed through variables, <c>some</c> and <c>every</c>, comprehensions,
    /// rules and functions of the modules, without regard to the order of expressions; not through builtins that make new ones.
    /// Modules that do not parse have none.
    /// </summary>
    public static IReadOnlyList<RegoCallInputs> In(IEnumerable<RegoModule> modules, params IReadOnlyCollection<string> builtins)
    {
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(builtins);
        try
        {
            var parsed = modules.Select(m => Parser.ParseModule(m.Source, RegoPolicy.VersionOf(m.Version)).Value).OfType<Module>();
            return new InputFlow([.. parsed], builtins).Run();
        }
        catch (InsufficientExecutionStackException)
        {
            return [];
        }
    }
}
