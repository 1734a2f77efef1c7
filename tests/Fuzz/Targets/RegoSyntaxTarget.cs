using Bouncer.Rego.Compiling;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Fuzz.Targets;

/// <summary>Texts of modules: lexer, parser and compiler take them or say what is wrong, and what is printed is read as the same again.</summary>
internal static class RegoSyntaxTarget
{
    public static readonly FuzzTarget Instance = new(
        "regosyntax",
        Run,
        [
            "package a.b\n\nimport data.c as d\nimport input.e\n\ndefault p := false\n\np if {\n\tsome x, y in input.xs\n\tnot x == y\n\tevery z in d { z > x; f(z, 1)[_].a }\n} else := 2 if e\n",
            "package a\nimport rego.v1\nq contains {\"k\": [x, {y}]} if x := `raw`\nf(x, [y]) := $\"a {x + y * 2} b\" with input.a as {z | z := data.b[_]}\n",
            "package a\nviolation[{\"msg\": msg}] { c := input.review.object.spec.containers[_]; not startswith(c.image, \"a/\"); msg := sprintf(\"%v\", [c.image]) }\np { 1 } { 2 }\nr[x] = y { y := [i | x = i] }\n",
            "# METADATA\n# title: t\n# custom: {a: 1}\npackage a\np.q[x].r := rego.metadata.rule() if { x := {1, 2} | {3}; x & {1.5e3, -2} }\n",
        ],
        [
            "package ", "import ", "import future.keywords", "import rego.v1", "default ", " else ", " if ", " contains ", "some ", " in ", "every ", "not ", " with input as ", "{", "}", "[", "]", "(", ")",
            "|", "&", ":=", "==", "=", ",", ";", ":", ".", "_", "$\"{", "}\"", "`", "set()", "\\u00e9", "1e5", "null", "true", "input", "data", "# METADATA\n", "count(", "walk(", "print(",
        ]);

    private static void Run(ReadOnlySpan<byte> input)
    {
        var text = FuzzTarget.TextOf(input);
        Check(text, LanguageVersion.V0);
        Check(text, LanguageVersion.V1);
    }

    private static void Check(string text, LanguageVersion version)
    {
        var parsed = Parser.ParseModule(new SourceText("m.rego", text), version);
        foreach (var error in parsed.Errors)
        {
            Must.Hold(error.Render().Length > 0, "errors can be shown");
        }

        if (parsed.Value is not { } module)
        {
            Must.Hold(parsed.Errors.Length > 0, "there is a module or an error");
            return;
        }

        CheckPrint(module, version);
        var compiled = RegoCompiler.Compile([module], new CompilerOptions { EnablePrint = true });
        Must.Hold(compiled.Value is not null != compiled.Errors.Length > 0, "there is a policy or an error");
    }

    private static void CheckPrint(Module module, LanguageVersion version)
    {
        // Imports are printed first, and what stood before them was read without their keywords.
        if (module.Imports.Any(i => module.Rules.Any(r => r.Span.Start < i.Span.Start)))
        {
            return;
        }

        var print = Printer.Print(module);
        var again = Parser.ParseModule(new SourceText("print.rego", print), version);
        Must.Hold(again.Value is not null, $"a print is read: {(again.Errors.IsEmpty ? "" : again.Errors[0].Render())}\n{print}");
        Must.Hold(Printer.Print(again.Value!) == print, $"a print is printed as itself:\n{print}\n{Printer.Print(again.Value!)}");
    }
}
