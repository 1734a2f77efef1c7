using System.Collections.Frozen;
using System.Collections.Immutable;
using Bouncer.Rego.Builtins;
using Bouncer.Rego.Compiling;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Planning;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego;

/// <summary>
/// Compiled modules with their data. Immutable and thread-safe: one policy serves any number of queries and threads.
/// </summary>
public sealed class RegoPolicy
{
    private readonly CheckedModules _modules;
    private readonly CompilerOptions _options;
    private readonly PolicyPlan _plan;
    private readonly Lazy<PolicyPlan> _observedPlan;
    private readonly Lazy<ContextPool> _observedContexts;

    private RegoPolicy(CheckedModules modules, CompilerOptions options, RegoObject data, PolicyPlan plan)
    {
        _modules = modules;
        _options = options;
        Data = data;
        _plan = plan;
        Contexts = new ContextPool(plan.RuleCount);
        _observedPlan = new(() => Planner.Plan(modules, observe: true));
        _observedContexts = new(() => new ContextPool(_observedPlan.Value.RuleCount));
    }

    /// <summary>The base documents: what <c>data</c> is besides the rules.</summary>
    public RegoObject Data { get; }

    internal ContextPool Contexts { get; }

    internal ContextPool ObservedContexts => _observedContexts.Value;

    /// <summary>All expressions and rule heads that a tracer may be told of.</summary>
    internal ImmutableArray<SourceSpan> Observable => _observedPlan.Value.Observable;

    /// <summary>Compiles modules to a policy.</summary>
    /// <param name="modules">The modules. None is a policy too: one that can only answer queries about data and input.</param>
    /// <param name="options">How they are compiled, and their data.</param>
    /// <returns>The policy, or every error in the modules.</returns>
    public static RegoCompilation Compile(IEnumerable<RegoModule> modules, RegoPolicyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modules);
        options ??= new RegoPolicyOptions();
        var parsed = ImmutableArray.CreateBuilder<Module>();
        var errors = new List<Diagnostic>();
        foreach (var module in modules)
        {
            var result = Parser.ParseModule(module.Source, VersionOf(module.Version));
            errors.AddRange(result.Errors);
            if (result.Value is not null)
            {
                parsed.Add(module.Package is null ? result.Value : InPackage(result.Value, module.Package));
            }
        }

        if (errors.Count > 0)
        {
            return new RegoCompilation(null, errors);
        }

        var compilerOptions = OptionsOf(options);
        var compiled = RegoCompiler.Compile(parsed.ToImmutable(), compilerOptions);
        if (compiled.Value is not { } checkedModules)
        {
            return new RegoCompilation(null, compiled.Errors);
        }

        try
        {
            var plan = Planner.Plan(checkedModules, observe: false);
            return new RegoCompilation(new RegoPolicy(checkedModules, compilerOptions, options.Data, plan), []);
        }
        catch (PlanningException error)
        {
            return new RegoCompilation(null, [new Diagnostic(DiagnosticCodes.Compile, error.Message, error.Span)]);
        }
    }

    /// <summary>Prepares a query: one or more expressions, such as <c>data.example.violation</c> or <c>x = data.example.allow</c>.</summary>
    /// <returns>The query, or every error in it.</returns>
    public RegoPreparation Prepare(string query, RegoQueryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new RegoQueryOptions();
        var parsed = Parser.ParseQuery(new SourceText("query", query), VersionOf(options.Version), withFutureKeywords: true);
        var errors = new List<Diagnostic>(parsed.Errors);
        var imports = ImmutableArray.CreateBuilder<Import>();
        foreach (var import in options.Imports)
        {
            var result = Parser.ParseImport(new SourceText("import", import));
            errors.AddRange(result.Errors);
            if (result.Value is not null)
            {
                imports.Add(result.Value);
            }
        }

        RefTerm? package = null;
        if (options.Package is { } name)
        {
            var result = Parser.ParseReference(new SourceText("package", name));
            errors.AddRange(result.Errors);
            package = result.Value;
        }

        if (errors.Count > 0)
        {
            return new RegoPreparation(null, errors);
        }

        var compiled = RegoCompiler.CompileQuery(_modules, parsed.Value!, package, imports.ToImmutable(), _options);
        if (compiled.Value is not { } checkedQuery)
        {
            return new RegoPreparation(null, compiled.Errors);
        }

        try
        {
            var plan = QueryPlan.Make(_plan.Planner, checkedQuery);
            var observed = new Lazy<QueryPlan>(() => QueryPlan.Make(_observedPlan.Value.Planner, checkedQuery));
            return new RegoPreparation(new RegoQuery(this, plan, observed), []);
        }
        catch (PlanningException error)
        {
            return new RegoPreparation(null, [new Diagnostic(DiagnosticCodes.Compile, error.Message, error.Span)]);
        }
    }

    private static Module InPackage(Module module, string package)
    {
        var span = module.Package.Span;
        Term[] path = [new VarTerm(span, "data"), .. package.Split('.').Select(part => new StringTerm(span, part))];
        return module with { Package = module.Package with { Path = new RefTerm(span, [.. path]) } };
    }

    internal static LanguageVersion VersionOf(RegoVersion version) => version == RegoVersion.V0 ? LanguageVersion.V0 : LanguageVersion.V1;

    private static CompilerOptions OptionsOf(RegoPolicyOptions options) => new()
    {
        EnablePrint = options.EnablePrint,
        Strict = options.Strict,
        AllowedBuiltins = options.AllowedBuiltins?.ToFrozenSet(StringComparer.Ordinal)
            ?? (options.DisabledBuiltins.Count == 0 ? null : BuiltinTable.ByName.Keys.Except(options.DisabledBuiltins).ToFrozenSet(StringComparer.Ordinal)),
        AllowedDataRoots = options.AllowedDataRoots?.ToFrozenSet(StringComparer.Ordinal),
    };
}
