using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Compiling.Checking;
using Bouncer.Rego.Compiling.Locals;
using Bouncer.Rego.Compiling.Lowering;
using Bouncer.Rego.Compiling.Metadata;
using Bouncer.Rego.Compiling.Resolving;
using Bouncer.Rego.Compiling.Rewriting;
using Bouncer.Rego.Compiling.Safety;
using Bouncer.Rego.Compiling.Typing;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling;

/// <summary>Makes checked trees of parsed modules and queries, stage by stage. What a stage finds wrong ends it there.</summary>
internal static class RegoCompiler
{
    // The order is OPA's (v1/ast/compile.go, NewCompiler); where it matters, the reason is given.
    private static readonly Stage[] Stages =
    [
        new("ResolveReferences", ResolveReferences.Run),
        new("RewriteHeadReferences", RewriteHeadReferences.Run),
        new("CheckRootDocuments", ImportChecks.RootDocuments),
        new("CheckDuplicateImports", ImportChecks.Duplicates),
        new("BuildRuleTree", RuleTree.Build), // knows only constants and variables, so behind RewriteHeadReferences
        new("CheckDataRoots", DataRoots.Check), // the policy's own packages are in the tree
        new("RewriteLocals", RewriteLocals.Run),
        new("RewriteTemplates", RewriteTemplates.Run),
        new("CheckVoidCalls", CallChecks.VoidCalls),
        new("RewritePrints", RewritePrints.Run),
        new("ExpandCalls", ExpandCalls.Run),
        new("RewriteMetadataCalls", MetadataCalls.Run),
        new("BuildGraph", RuleGraph.Build),
        new("NameComprehensionResults", NameResults.InComprehensions),
        new("NameHeadResults", NameResults.InHeads),
        new("RewriteModifiers", RewriteModifiers.Run),
        new("CheckRuleConflicts", RuleConflicts.Check),
        new("CheckUndefinedFunctions", CallChecks.UndefinedFunctions), // safety needs to know which arguments are outputs
        new("CheckSafetyOfHeads", SafetyChecks.Heads),
        new("CheckSafetyOfBodies", SafetyChecks.Bodies),
        new("RewriteEqualities", RewriteEqualities.Run), // == binds nothing while safety is checked
        new("NameOperands", NameOperands.Run), // bodies are in order now, and what moves stands right before its use
        new("CheckRecursion", Recursion.Check),
        new("CheckTypes", TypeChecks.Run), // follows dependencies, so behind CheckRecursion
        new("CheckAllowedBuiltins", CallChecks.NotAllowed),
        new("CheckDeprecatedBuiltins", CallChecks.Deprecated),
    ];

    /// <summary>The names of the stages, in their order.</summary>
    public static IEnumerable<string> StageNames => Stages.Select(s => s.Name);

    /// <summary>Compiles modules, or says all that the first stage to fail has found.</summary>
    public static CompileResult<CheckedModules> Compile(IEnumerable<Module> modules, CompilerOptions options)
    {
        var drafts = modules.Select(m => new ModuleDraft(m)).OrderBy(m => m.Syntax.Span.Source?.Name, StringComparer.Ordinal).ToList();
        var compilation = new Compilation(drafts, new RuleNode(null, null), options);
        try
        {
            foreach (var stage in Stages)
            {
                stage.Run(compilation);
                if (compilation.Failed)
                {
                    return new CompileResult<CheckedModules>(null, [.. compilation.Errors]);
                }
            }

            return new CompileResult<CheckedModules>(Lowerer.Run(compilation), []);
        }
        catch (InsufficientExecutionStackException)
        {
            return new CompileResult<CheckedModules>(null, [TooDeep(drafts.FirstOrDefault()?.Syntax.Span ?? default)]);
        }
    }

    /// <summary>Compiles a query against modules that are compiled.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="query">The query.</param>
    /// <param name="package">The package whose rules the query knows by their names, if any.</param>
    /// <param name="imports">The imports that the query may use.</param>
    /// <param name="options">What the query is held to.</param>
    public static CompileResult<CheckedQuery> CompileQuery(
        CheckedModules modules, Body query, RefTerm? package, IEnumerable<Import> imports, CompilerOptions options)
    {
        var compilation = new Compilation([], modules.Rules, options) { Types = modules.Types };
        var names = new VariableNames();
        var body = query.Expressions;
        (string Name, Action Run)[] stages =
        [
            ("CheckRootDocuments", () => CheckRootDocuments(compilation, body)),
            ("ResolveReferences", () => body = ResolveReferences.InQuery(modules.Rules, package, imports, body)),
            ("RewriteLocals", () => body = new LocalRewriter(compilation, names, new LocalScopes()).RewriteBody(body, [])),
            ("RewriteTemplates", () => body = RewriteTemplates.InQuery(compilation, names, body)),
            ("CheckVoidCalls", () => CallChecks.VoidCalls(compilation, ExpressionWalker.NestedCalls(body))),
            ("RewritePrints", () => body = RewritePrints.InQuery(compilation, names, body)),
            ("ExpandCalls", () => body = ExpandCalls.InBody(names, body)),
            ("NameComprehensionResults", () => body = NameResults.InBody(names, body)),
            ("RewriteModifiers", () => body = RewriteModifiers.InQuery(compilation, names, body)),
            ("CheckUndefinedFunctions", () => CallChecks.UndefinedFunctions(compilation, ExpressionWalker.All(body))),
            ("CheckSafety", () => body = SafetyChecks.Body(compilation, body, SafetyChecks.ReservedNames())),
            ("NameOperands", () => body = NameOperands.InBody(names, body)),
            ("CheckTypes", () => TypeChecks.InQuery(compilation, body)),
            ("CheckAllowedBuiltins", () => CallChecks.NotAllowed(compilation, ExpressionWalker.All(body))),
        ];
        try
        {
            foreach (var (_, run) in stages)
            {
                run();
                if (compilation.Failed)
                {
                    return new CompileResult<CheckedQuery>(null, [.. compilation.Errors]);
                }
            }

            return new CompileResult<CheckedQuery>(Lowerer.Query(compilation, body), []);
        }
        catch (InsufficientExecutionStackException)
        {
            return new CompileResult<CheckedQuery>(null, [TooDeep(query.Span)]);
        }
    }

    private static void CheckRootDocuments(Compilation compilation, ImmutableArray<Expr> body)
    {
        if (compilation.Options.Strict)
        {
            ImportChecks.InQuery(compilation, body);
        }
    }

    private static Diagnostic TooDeep(SourceSpan span) => new(DiagnosticCodes.Compile, "terms or bodies are nested too deeply", span);

    private readonly record struct Stage(string Name, Action<Compilation> Run);
}
