using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Resolving;

/// <summary>Stage: names of imports and of the package's rules become whole references.</summary>
internal static class ResolveReferences
{
    public static void Run(Compilation compilation)
    {
        var exports = Exports(compilation);
        foreach (var module in compilation.Modules)
        {
            var globals = Globals(module.Package, exports, module.Syntax.Imports);
            var resolver = new ReferenceResolver(globals);
            foreach (var rule in module.AllRules)
            {
                Resolve(compilation, resolver, rule);
            }

            if (compilation.Options.Strict)
            {
                ReportUnused(compilation, module.Syntax, resolver.Used);
            }
        }
    }

    /// <summary>Resolves a query's names, which are those of a package and of imports.</summary>
    public static ImmutableArray<Expr> InQuery(
        RuleNode rules, RefTerm? package, IEnumerable<Import> imports, ImmutableArray<Expr> body)
    {
        ImmutableArray<Term> path = package is null ? [] : WithData(package).Path;
        var exports = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        if (RuleTree.Find(rules, path.AsSpan()) is { } node)
        {
            exports[PackageKey(path)] = [.. RuleTree.All(node).SelectMany(n => n.Drafts)
                .Where(r => PackageKey(r.Module.Package) == PackageKey(path))
                .Select(NameOf)];
        }

        var resolver = new ReferenceResolver(Globals(path, exports, imports));
        using (resolver.Hide(DeclaredVariables.In(body)))
        {
            return resolver.Rewrite(new Body(default, body)).Expressions;
        }
    }

    private static RefTerm WithData(RefTerm package)
        => package.Head is VarTerm { Name: "data" } ? package : package with
        {
            Path = [new VarTerm(package.Span, "data"), new StringTerm(package.Span, ((VarTerm)package.Head).Name), .. package.Path.AsSpan()[1..]],
        };

    private static Dictionary<string, HashSet<string>> Exports(Compilation compilation)
    {
        var exports = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var module in compilation.Modules)
        {
            var key = PackageKey(module.Package);
            if (!exports.TryGetValue(key, out var names))
            {
                exports[key] = names = new HashSet<string>(StringComparer.Ordinal);
            }

            names.UnionWith(module.Rules.Select(NameOf));
        }

        return exports;
    }

    private static string NameOf(RuleDraft rule) => ((VarTerm)rule.Reference[0]).Name;

    private static string PackageKey(ImmutableArray<Term> path)
        => path.IsEmpty ? "" : Printer.Print(new RefTerm(default, path));

    private static Dictionary<string, ImmutableArray<Term>> Globals(
        ImmutableArray<Term> package, Dictionary<string, HashSet<string>> exports, IEnumerable<Import> imports)
    {
        var globals = new Dictionary<string, ImmutableArray<Term>>(StringComparer.Ordinal);
        foreach (var name in exports.GetValueOrDefault(PackageKey(package)) ?? [])
        {
            globals[name] = [.. package, new StringTerm(default, name)];
        }

        foreach (var import in imports)
        {
            if (import.Root is not ("future" or "rego"))
            {
                globals[import.Name] = import.Path.Path;
            }
        }

        return globals;
    }

    private static void Resolve(Compilation compilation, ReferenceResolver resolver, RuleDraft rule)
    {
        var parameters = new HashSet<string>(StringComparer.Ordinal);
        foreach (var arg in rule.Args)
        {
            if (!CollectParameters(compilation, rule, arg, parameters))
            {
                return;
            }
        }

        using (resolver.Hide(parameters))
        using (resolver.Hide(DeclaredVariables.In(rule.Body)))
        {
            rule.Reference = [rule.Reference[0], .. resolver.Rewrite([.. rule.Reference.AsSpan()[1..]])];
            rule.Key = rule.Key is null ? null : resolver.Rewrite(rule.Key);
            rule.Value = rule.Value is null ? null : resolver.Rewrite(rule.Value);
            rule.Body = resolver.Rewrite(new Body(rule.Span, rule.Body)).Expressions;
        }
    }

    // The variables that a pattern among the parameters binds.
    private static bool CollectParameters(Compilation compilation, RuleDraft rule, Term arg, HashSet<string> names)
    {
        switch (arg)
        {
            case VarTerm v:
                names.Add(v.Name);
                return true;
            case RefTerm when Terms.IsRootDocument(arg):
                compilation.Report(
                    DiagnosticCodes.Compile, rule.Span, $"args must not shadow {TermText.Of(arg)} (use a different variable name)");
                return false;
            case RefTerm reference:
                return reference.Path.All(t => CollectParameters(compilation, rule, t, names));
            case ArrayTerm array:
                return array.Elements.All(t => CollectParameters(compilation, rule, t, names));
            case ObjectTerm @object:
                return @object.Pairs.All(p => CollectParameters(compilation, rule, p.Value, names));
            default:
                return true;
        }
    }

    private static void ReportUnused(Compilation compilation, Module module, HashSet<string> used)
    {
        foreach (var import in module.Imports)
        {
            if (import.Root is not ("future" or "rego") && !used.Contains(import.Name))
            {
                compilation.Report(DiagnosticCodes.Compile, import.Span, $"{Printer.Print(import)} unused");
            }
        }
    }
}
