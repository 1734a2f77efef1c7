using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>Makes a module of its statements: the package comes first, and expressions among them are rules without a body.</summary>
internal static class ModuleBuilder
{
    public static ParseResult<Module> Build(
        SourceText source, LanguageVersion version, List<Node> statements, List<Comment> comments, List<Diagnostic> errors)
    {
        if (statements.Count == 0)
        {
            if (errors.Count == 0)
            {
                errors.Add(new Diagnostic(DiagnosticCodes.Parse, "empty module", new SourceSpan(source, 0, 0)));
            }

            return new ParseResult<Module>(null, [.. errors]);
        }

        var imports = ImmutableArray.CreateBuilder<Import>();
        var rules = ImmutableArray.CreateBuilder<Rule>();
        var package = statements[0] as Package;

        // After an error the package may be what was not understood.
        if (package is null && errors.Count == 0)
        {
            errors.Add(new Diagnostic(DiagnosticCodes.Parse, "package expected", statements[0].Span));
        }

        var first = package is null ? 0 : 1;
        foreach (var statement in statements.Skip(first))
        {
            switch (statement)
            {
                case Import import:
                    imports.Add(import);
                    break;
                case Rule rule:
                    rules.Add(rule);
                    break;
                case Package when package is not null:
                    errors.Add(new Diagnostic(DiagnosticCodes.Parse, "unexpected package", statement.Span));
                    break;
                case Body body:
                    switch (RuleFromQuery.Make(body))
                    {
                        case (Rule rule, _):
                            rules.Add(rule);
                            break;
                        case (_, var error):
                            errors.Add(new Diagnostic(DiagnosticCodes.Parse, error!, body.Expressions[0].Span));
                            break;
                    }

                    break;
            }
        }

        if (package is null)
        {
            return new ParseResult<Module>(null, [.. errors]);
        }

        var module = new Module(
            new SourceSpan(source, 0, source.Text.Length), package, imports.ToImmutable(), rules.ToImmutable(), [.. comments], version);
        if (module.IsStrictV1)
        {
            foreach (var rule in module.Rules)
            {
                V1Rules.Check(rule, errors);
            }
        }

        if (errors.Count > 0)
        {
            return new ParseResult<Module>(null, [.. errors]);
        }

        return new ParseResult<Module>(module, []);
    }
}
