using Bouncer.Rego.Builtins;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling;

/// <summary>What the stages share: the modules as far as they have come, the tree of rules, and what was found wrong.</summary>
internal sealed class Compilation(IReadOnlyList<ModuleDraft> modules, RuleNode rules, CompilerOptions options)
{
    private readonly List<Diagnostic> _errors = [];

    public IReadOnlyList<ModuleDraft> Modules { get; } = modules;

    public RuleNode Rules { get; } = rules;

    public CompilerOptions Options { get; } = options;

    public IReadOnlyList<Diagnostic> Errors => _errors;

    public bool Failed => _errors.Count > 0;

    /// <summary>Whether as many errors were found as are reported.</summary>
    public bool IsFull => Options.MaxErrors > 0 && _errors.Count >= Options.MaxErrors;

    /// <summary>All rules with their else branches.</summary>
    public IEnumerable<RuleDraft> AllRules => Modules.SelectMany(m => m.AllRules);

    /// <summary>The dependencies between rules, once they are known.</summary>
    public RuleGraph Graph { get; set; } = RuleGraph.Empty;

    /// <summary>The types of rules, once they are known.</summary>
    public Typing.TypeTree Types { get; init; } = new(null);

    public void Report(Diagnostic error)
    {
        if (IsFull)
        {
            return;
        }

        _errors.Add(error);
        if (_errors.Count == Options.MaxErrors)
        {
            _errors.Add(new Diagnostic(DiagnosticCodes.Compile, "error limit reached", default));
        }
    }

    public void Report(string code, SourceSpan span, string message) => Report(new Diagnostic(code, message, span));

    /// <summary>How many parameters a function has that is called by this name; null if there is no such function.</summary>
    public int? ArityOf(RefTerm op)
    {
        if (RefNames.Dotted(op) is { } name && BuiltinTable.ByName.TryGetValue(name, out var builtin))
        {
            return builtin.Arity;
        }

        return RuleTree.Find(Rules, op.Path.AsSpan()) is { Drafts: [var rule, ..] } ? rule.Args.Length : null;
    }

    /// <summary>The builtin that is called, if it is one.</summary>
    public static BuiltinEntry? BuiltinOf(RefTerm op)
        => RefNames.Dotted(op) is { } name ? BuiltinTable.ByName.GetValueOrDefault(name) : null;
}
