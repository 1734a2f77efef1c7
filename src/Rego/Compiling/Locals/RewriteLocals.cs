using System.Collections.Immutable;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Locals;

/// <summary>Stage: declared variables and parameters get names of their own; declarations go.</summary>
internal static class RewriteLocals
{
    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.Modules.SelectMany(m => m.Rules))
        {
            for (var current = rule; current is not null; current = current.Else)
            {
                RewriteRule(compilation, current);
            }
        }
    }

    private static void RewriteRule(Compilation compilation, RuleDraft rule)
    {
        // What a comprehension in the head declares is its own, and looked at before the body is.
        var nested = new HeadComprehensions(compilation, rule.Names);
        var key = rule.Key is null ? null : nested.Rewrite(rule.Key);
        var value = rule.Value is null ? null : nested.Rewrite(rule.Value);
        var tail = nested.Rewrite([.. rule.Reference.AsSpan()[1..]]);

        var scopes = new LocalScopes();
        var parameters = new ParameterRewriter(compilation, rule.Names, scopes);
        var args = parameters.Rewrite(rule.Args);

        var used = VariableCollector.In(value);
        foreach (var term in tail.Append(key))
        {
            if (term is not null)
            {
                VariableCollector.Add(used, term, Skip.None);
            }
        }

        rule.Body = new LocalRewriter(compilation, rule.Names, scopes).RewriteBody(rule.Body, used);

        var declared = new DeclaredNames(scopes.Innermost);
        rule.Args = declared.Rewrite(args);
        rule.Reference = [rule.Reference[0], .. declared.Rewrite(tail)];
        rule.Key = key is null ? null : declared.Rewrite(key);
        rule.Value = value is null ? null : declared.Rewrite(value);
        if (compilation.Options.Strict)
        {
            ReportUnusedParameters(compilation, rule, used, scopes);
        }
    }

    private static void ReportUnusedParameters(Compilation compilation, RuleDraft rule, HashSet<string> used, LocalScopes scopes)
    {
        // A parameter may be used in another branch.
        if (rule.Else is not null || rule.Syntax.Head.Args.Length == 0 || rule.Module.Rules.All(r => !ReferenceEquals(r, rule)))
        {
            return;
        }

        foreach (var (name, local) in scopes.Innermost.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (local is { Occurrence: Occurrence.Parameter, Count: <= 1 } && !used.Contains(name) && !VariableNames.IsWildcard(name))
            {
                compilation.Report(
                    DiagnosticCodes.Compile, rule.Span, $"unused argument {name}. (hint: use _ (wildcard variable) instead)");
            }
        }
    }

    private sealed class HeadComprehensions(Compilation compilation, VariableNames names) : SyntaxRewriter
    {
        protected override Term RewriteComprehension(ComprehensionTerm comprehension)
            => new LocalRewriter(compilation, names, new LocalScopes()).Rewrite(comprehension);

        protected override Term RewriteTemplate(TemplateStringTerm template)
            => new LocalRewriter(compilation, names, new LocalScopes()).Rewrite(template);
    }

    private sealed class DeclaredNames(IReadOnlyDictionary<string, Local> locals) : SyntaxRewriter
    {
        protected override Term RewriteVariable(VarTerm variable)
            => locals.TryGetValue(variable.Name, out var local) && local.Name != variable.Name ? variable with { Name = local.Name } : variable;
    }

    // Variables in parameters are renamed; twice the same one is one variable.
    private sealed class ParameterRewriter(Compilation compilation, VariableNames names, LocalScopes scopes) : SyntaxRewriter
    {
        protected override Term RewriteVariable(VarTerm variable)
        {
            if (scopes.Find(variable.Name) is { } local)
            {
                local.Count++;
                return variable with { Name = local.Name };
            }

            var renamed = names.Rename(variable.Name);
            scopes.Insert(variable.Name, renamed, Occurrence.Parameter);
            return variable with { Name = renamed };
        }

        protected override Term RewriteObject(ObjectTerm @object)
            => @object with { Pairs = [.. @object.Pairs.Select(p => p with { Value = Rewrite(p.Value) })] };

        protected override Term RewriteComprehension(ComprehensionTerm comprehension) => comprehension;

        protected override Term RewriteTemplate(TemplateStringTerm template) => template;

        protected override Term RewriteCall(CallTerm call)
        {
            compilation.Report(DiagnosticCodes.Compile, call.Span, "rule arguments cannot contain calls");
            return call;
        }
    }
}
