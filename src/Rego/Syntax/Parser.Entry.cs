using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Where parsing starts: whole modules, queries, and terms.</content>
internal sealed partial class Parser
{
    /// <summary>Parses a module. All its errors are reported; with errors there is no module.</summary>
    public static ParseResult<Module> ParseModule(SourceText source, LanguageVersion version)
    {
        var parser = new Parser(source, version, KeywordSet.None);
        var statements = parser.ParseStatements(skipRules: false);
        return ModuleBuilder.Build(source, version, statements, parser._lexed.Comments, parser._errors);
    }

    /// <summary>Parses a query: expressions on lines of their own or with semicolons between.</summary>
    /// <param name="source">The query's text.</param>
    /// <param name="version">The version whose syntax it is in.</param>
    /// <param name="withFutureKeywords">Whether v1's keywords are known in v0, as after <c>import future.keywords</c>.</param>
    public static ParseResult<Body> ParseQuery(SourceText source, LanguageVersion version, bool withFutureKeywords = false)
    {
        var parser = new Parser(source, version, withFutureKeywords ? KeywordSet.All : KeywordSet.None);
        var statements = parser.ParseStatements(skipRules: true);
        var errors = parser._errors;
        var expressions = ImmutableArray.CreateBuilder<Expr>();
        foreach (var statement in statements)
        {
            if (statement is Body body)
            {
                expressions.AddRange(body.Expressions);
            }
            else
            {
                var what = statement is Import ? "import" : "package";
                errors.Add(new Diagnostic(DiagnosticCodes.Parse, $"expected body but got {what}", statement.Span));
            }
        }

        if (errors.Count == 0 && expressions.Count == 0)
        {
            errors.Add(new Diagnostic(DiagnosticCodes.Parse, "empty query", new SourceSpan(source, 0, 0)));
        }

        return errors.Count > 0
            ? new ParseResult<Body>(null, [.. errors])
            : new ParseResult<Body>(new Body(new SourceSpan(source, 0, source.Text.Length), expressions.ToImmutable()), []);
    }

    /// <summary>Parses an import's path as it is given outside of modules: <c>data.foo</c>, or <c>data.foo as bar</c>.</summary>
    public static ParseResult<Import> ParseImport(SourceText source)
    {
        var prefixed = new SourceText(source.Name, "import " + source.Text);
        var parser = new Parser(prefixed, LanguageVersion.V1, KeywordSet.All);
        var statements = parser.ParseStatements(skipRules: true);
        if (parser._errors.Count == 0 && statements is [Import import])
        {
            return new ParseResult<Import>(import, []);
        }

        return new ParseResult<Import>(null, parser._errors.Count > 0
            ? [.. parser._errors]
            : [new Diagnostic(DiagnosticCodes.Parse, "expected import", new SourceSpan(source, 0, 0))]);
    }

    /// <summary>Parses a package's or a rule's path as it is given outside of modules: <c>data.foo.bar</c>, <c>foo.bar</c>.</summary>
    public static ParseResult<RefTerm> ParseReference(SourceText source)
    {
        var query = ParseQuery(source, LanguageVersion.V1);
        return query.Value switch
        {
            { Expressions: [{ Content: RefTerm reference, IsNegated: false, With.Length: 0 }] } => new ParseResult<RefTerm>(reference, []),
            { Expressions: [{ Content: VarTerm v, IsNegated: false, With.Length: 0 }] } => new ParseResult<RefTerm>(new RefTerm(v.Span, [v]), []),
            null => new ParseResult<RefTerm>(null, query.Errors),
            _ => new ParseResult<RefTerm>(null, [new Diagnostic(DiagnosticCodes.Parse, "expected ref", new SourceSpan(source, 0, source.Text.Length))]),
        };
    }
}
