using System.Collections.Frozen;
using Bouncer.Rego.Compiling;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Compiling;

public sealed class CompilerTests
{
    [Theory]
    [InlineData("p if x", "m.rego:2:1: rego_unsafe_var_error: var x is unsafe", "2:6")]
    [InlineData("p := x if true", "m.rego:2:1: rego_unsafe_var_error: var x is unsafe", null)]
    [InlineData("p if not q[_]\nq := [1]", "rego_unsafe_var_error: var _ is unsafe", null)]
    [InlineData("p if { x := [y | z = 1]; x }", "rego_unsafe_var_error: var y is unsafe", null)]
    [InlineData("p if { every x in [1] { x > y } }", "rego_unsafe_var_error: var y is unsafe", null)]
    [InlineData("p if { input.x == y; y == z; z == 1 }", "rego_unsafe_var_error: var y is unsafe", null)]
    [InlineData("p if plus(x, 1, 2)", "rego_unsafe_var_error: var x is unsafe", null)]
    [InlineData("p if { x := 1; x := 2 }", "rego_compile_error: var x assigned above", null)]
    [InlineData("p if { x == 1; x := 1 }", "rego_compile_error: var x referenced above", null)]
    [InlineData("p if { some x; some x; x = 1 }", "rego_compile_error: var x declared above", null)]
    [InlineData("f(x) if { x := 1 }", "rego_compile_error: arg x redeclared", null)]
    [InlineData("p if { some x; input.y }", "rego_compile_error: declared var x unused", null)]
    [InlineData("p if { not x := 1 }", "rego_compile_error: cannot assign vars inside negated expression", null)]
    [InlineData("p if { input.x := 1 }", "rego_compile_error: cannot assign to ref", null)]
    [InlineData("f(g(x)) := x", "rego_compile_error: rule arguments cannot contain calls", null)]
    [InlineData("p if { data.test.q with data.test.q.r as 1 }\nq.r := 1", null, null)]
    [InlineData("p if { true with data.test.q.r.s as 1 }\nq.r := {\"s\": 1}", "rego_compile_error: with keyword cannot partially replace virtual document(s)", null)]
    [InlineData("p if { true with foo as 1 }", "rego_type_error: with keyword target must reference existing input, data, or a function", null)]
    [InlineData("p if { true with walk as 1 }", "rego_compile_error: with keyword replacing built-in function: target must not be a relation", null)]
    [InlineData("p if { true with print as 1 }", "rego_compile_error: with keyword replacing built-in function: target must not be a void function", null)]
    [InlineData("p if { true with eq as 1 }", "rego_compile_error: with keyword replacing built-in function: replacement of \"eq\" invalid", null)]
    [InlineData("p := $\"{x}\"", "rego_compile_error: var x is undeclared", null)]
    [InlineData("p := $\"{walk(input)}\"", "rego_compile_error: illegal call to relation built-in 'walk' that may cause multiple outputs", null)]
    [InlineData("p if foo(1)", "rego_type_error: undefined function foo", null)]
    [InlineData("p if data.test.q(1)", "rego_type_error: undefined function data.test.q", null)]
    [InlineData("p if count()", "rego_type_error: count: arity mismatch", null)]
    [InlineData("f(x) := x\np if f(1, 2, 3)", "rego_type_error: function data.test.f has arity 1, got 3 arguments", null)]
    [InlineData("p := print(1)", "rego_type_error: print(1) used as value", null)]
    [InlineData("p := any([true])", "rego_type_error: deprecated built-in function calls in expression: any", null)]
    [InlineData("p := 1\np contains 1", "rego_type_error: conflicting rules data.test.p found", null)]
    [InlineData("p := 1\np(x) := x", "rego_type_error: conflicting rules data.test.p found", null)]
    [InlineData("f(x) := x\nf(x, y) := x", "rego_type_error: conflicting rules data.test.f found", null)]
    [InlineData("p.q := 1\np.q.r := 2", "rego_type_error: rule data.test.p.q conflicts with [data.test.p.q.r]", null)]
    [InlineData("default p := 1\ndefault p := 2", "rego_type_error: multiple default rules data.test.p found at m.rego:2, m.rego:3", null)]
    [InlineData("p := q\nq := p", "rego_recursion_error: rule data.test.p is recursive: data.test.p -> data.test.q -> data.test.p", null)]
    [InlineData("p := data.test", "rego_recursion_error: rule data.test.p is recursive: data.test.p -> data.test.p", null)]
    [InlineData("p if not data.test[{\"a\": 1}]", null, null)]
    [InlineData("p if not data.test[[input.x]]", "rego_recursion_error: rule data.test.p is recursive: data.test.p -> data.test.p", null)]
    [InlineData("f(x) := f(x)", "rego_recursion_error: rule data.test.f is recursive: data.test.f -> data.test.f", null)]
    [InlineData("input := 1", "rego_compile_error: rules must not shadow input (use a different rule name)", null)]
    [InlineData("p if { input := 1 }", "rego_compile_error: variables must not shadow input (use a different variable name)", null)]
    [InlineData("f(input) := 1", "rego_compile_error: args must not shadow input (use a different variable name)", null)]
    [InlineData("import data.a\nimport input.a\np := a", "rego_compile_error: import must not shadow import data.a", null)]
    public void WhatIsWrong_IsSaid(string rules, string? error, string? place)
    {
        var errors = Compile(rules).Errors;
        if (error is null)
        {
            Assert.Empty(errors);
        }
        else
        {
            Assert.EndsWith(error[(error.IndexOf("rego_", StringComparison.Ordinal))..], errors[0].ToString(), StringComparison.Ordinal);
            Assert.True(place is null || errors[0].ToString().Contains(place, StringComparison.Ordinal), errors[0].ToString());
        }
    }

    [Theory]
    [InlineData("p if 1 == \"a\"", "match error", "left  : number\nright : string")]
    [InlineData("p if { x := {\"a\": 1}; x.b }", "undefined ref: x.b", "x.b\n  ^\n  have: \"b\"\n  want (one of): [\"a\"]")]
    [InlineData("p if { x := 1; x.a }", "undefined ref: x.a", "x.a\n^\nhave: number")]
    [InlineData("p if count(1)", "count: invalid argument(s)", "have: (number)\nwant: (any<string, array[any], object[any: any], set[any]>, number)")]
    [InlineData("p if q == 1\nq := \"a\"", "match error", "left  : string\nright : number")]
    [InlineData("p if q.a\nq contains 1", "undefined ref: data.test.q.a", "data.test.q.a\n            ^\n            have: \"a\"\n            want (type): number")]
    [InlineData("p if data.test.f\nf(x) := x", "undefined ref: data.test.f", "data.test.f\n^^^^^^^^^^^\nhave: (any) => any")]
    [InlineData("p if { [x, 1] = [2, \"a\"]; x == 2 }", "match error", "left  : ???\nright : array<number, string>")]
    public void Types_AreChecked(string rules, string message, string details)
    {
        var error = Compile(rules).Errors[0];
        Assert.Equal((DiagnosticCodes.Type, message), (error.Code, error.Message));
        Assert.Equal(details, string.Join('\n', error.Details));
    }

    [Theory]
    [InlineData("f(x) := 1 if { y := {x}; count(y) > 0 }")]
    [InlineData("f(x) := [x | input.a[_]]")]
    [InlineData("f(x) := y if { y := [x | input.a[_]]; count(y) > 0 }")]
    [InlineData("p if not q.a == 1\nq[x] contains y if { x := \"a\"; y := input.y }")]
    [InlineData("p if { x := data.test.lib[input.x]; x.y }\nlib.f(x) := x\nlib.g(x) := x\nlib.h := 1")]
    public void WhatIsNotKnown_IsNoTypeError(string rules) => Assert.Empty(Compile(rules).Errors);

    [Fact]
    public void AllErrorsOfAStage_AreReported()
    {
        var errors = Compile("p if x\nq if y\nr if { z; w }").Errors;
        Assert.Equal(["var x is unsafe", "var y is unsafe", "var z is unsafe", "var w is unsafe"], errors.Select(e => e.Message));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(0, 5)]
    public void Errors_AreLimited(int most, int reported)
    {
        var rules = string.Join('\n', Enumerable.Range(0, 5).Select(i => $"p{i} if x"));
        var errors = Compile(rules, new CompilerOptions { MaxErrors = most }).Errors;
        Assert.Equal(reported, errors.Length);
        Assert.Equal(most > 0, errors[^1].Message == "error limit reached");
    }

    [Fact]
    public void Modules_AreReadTogether()
    {
        var compiled = Compile(("b.rego", "package a.b\nimport data.c as lib\np := lib.q"), ("a.rego", "package c\nq := data.a.b.r"), ("c.rego", "package a.b\nr := 1"));
        Assert.Equal(["a.rego", "b.rego", "c.rego"], compiled.Modules.Select(m => m.Syntax.Span.Source!.Name));
        Assert.Single(compiled.Rules.Find(["a", "b", "p"])!.Rules);
        Assert.Single(compiled.Rules.Find(["c", "q"])!.Rules);
        Assert.True(compiled.Rules.Find(["a", "b"])!.IsPackage);
        Assert.Null(compiled.Rules.Find(["a", "c"]));
    }

    [Fact]
    public void PackageAndRule_Conflict()
    {
        var modules = Parse(("a.rego", "package a\nb := 1"), ("b.rego", "package a.b\nc := 1"));
        var errors = RegoCompiler.Compile(modules, new CompilerOptions()).Errors;
        Assert.Equal(
            ["a.rego:2:1: rego_type_error: rule data.a.b conflicts with [data.a.b.c]", "a.rego:1:1: rego_type_error: package a.b conflicts with rule b defined at a.rego:2"],
            errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Bodies_AreOrdered()
    {
        var rule = Rule("p if { x > 1; y = x; x = z; z = input.a }");
        Assert.IsType<CheckedUnify>(rule.Body.Expressions[0]);
        Assert.Equal("z", Assert.IsType<CheckedVar>(((CheckedUnify)rule.Body.Expressions[0]).Left).Variable.Name);
        Assert.IsType<CheckedCall>(rule.Body.Expressions[^2]);
    }

    [Fact]
    public void Variables_AreToldApart()
    {
        var rule = Rule("p := [a, b] if { x := 1; a := [x | x := input.a[_]]; b := [y | y = input.b[_]]; c := [y | y = 2]; c[0] > x }");
        Assert.Equal(rule.FrameSize, Variables(rule).Select(v => v.Id).Distinct().Count());
        Assert.Equal(2, Variables(rule).Count(v => v.Name == "x"));
        Assert.Equal(2, Variables(rule).Count(v => v.Name == "y"));
    }

    [Fact]
    public void AllowedBuiltins_AreHeldTo()
    {
        var options = new CompilerOptions { AllowedBuiltins = new[] { "count" }.ToFrozenSet() };
        Assert.Empty(Compile("p := count(input.a)", options).Errors);
        Assert.Equal("m.rego:2:6: rego_type_error: unsafe built-in function calls in expression: upper", Compile("p := upper(\"a\")", options).Errors[0].ToString());
        Assert.Contains("must not be unsafe", Compile("p if { true with upper as 1 }", options).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllowedDataRoots_AreHeldTo()
    {
        var options = new CompilerOptions { AllowedDataRoots = new[] { "inventory" }.ToFrozenSet() };
        Assert.Empty(Compile("p := data.inventory.x\nq := p", options).Errors);
        Assert.Equal(DiagnosticCodes.Compile, Compile("p := data.secrets", options).Errors[0].Code);
        Assert.NotEmpty(Compile("p := data[input.x]", options).Errors);
        Assert.NotEmpty(Compile("p if { x := data; x.secrets }", options).Errors);
    }

    [Theory]
    [InlineData("p if { x := 1; true }", "assigned var x unused")]
    [InlineData("import data.a\np := 1", "import data.a unused")]
    [InlineData("f(x) := 1", "unused argument x. (hint: use _ (wildcard variable) instead)")]
    public void StrictMode_FindsWhatIsUnused(string rules, string message)
    {
        Assert.Empty(Compile(rules).Errors);
        Assert.Equal(message, Compile(rules, new CompilerOptions { Strict = true }).Errors[0].Message);
    }

    [Fact]
    public void Queries_KnowPackageAndImports()
    {
        var modules = Compile(("m.rego", "package test\np := 1"));
        var query = Parser.ParseQuery(new SourceText("q", "x = p + lib.y; some z; z = x; _ = z"), LanguageVersion.V1).Value!;
        var package = Parser.ParseReference(new SourceText("", "data.test")).Value!;
        var import = Parser.ParseImport(new SourceText("", "data.foo as lib")).Value!;
        var compiled = RegoCompiler.CompileQuery(modules, query, package, [import], new CompilerOptions());
        Assert.Empty(compiled.Errors);
        Assert.Equal(["x", "z"], compiled.Value!.Variables.Select(v => v.Name).Order());
    }

    [Fact]
    public void DeprecatedBuiltins_AreFineInV0()
    {
        var module = Parser.ParseModule(new SourceText("m.rego", "package test\np { any([true]) }"), LanguageVersion.V0).Value!;
        Assert.Empty(RegoCompiler.Compile([module], new CompilerOptions()).Errors);
    }

    private static CompileResult<CheckedModules> Compile(string rules, CompilerOptions? options = null)
        => RegoCompiler.Compile(Parse(("m.rego", "package test\n" + rules)), options ?? new CompilerOptions());

    private static CheckedModules Compile(params (string Name, string Text)[] modules)
    {
        var compiled = RegoCompiler.Compile(Parse(modules), new CompilerOptions());
        Assert.Empty(compiled.Errors);
        return compiled.Value!;
    }

    private static CheckedRule Rule(string rule) => Assert.Single(Assert.Single(Compile(("m.rego", "package test\n" + rule)).Modules).Rules);

    private static List<Module> Parse(params (string Name, string Text)[] modules)
        => [.. modules.Select(m =>
        {
            var parsed = Parser.ParseModule(new SourceText(m.Name, m.Text), LanguageVersion.V1);
            Assert.Empty(parsed.Errors);
            return parsed.Value!;
        })];

    private static HashSet<LocalVariable> Variables(CheckedRule rule)
    {
        var found = new HashSet<LocalVariable>();
        VisitBody(rule.Body);
        Visit(rule.Value);
        return found;

        void VisitBody(CheckedBody body)
        {
            foreach (var expression in body.Expressions)
            {
                switch (expression)
                {
                    case CheckedUnify unify:
                        Visit(unify.Left);
                        Visit(unify.Right);
                        break;
                    case CheckedTermExpr term:
                        Visit(term.Term);
                        break;
                    case CheckedCall call:
                        call.Args.ToList().ForEach(Visit);
                        Visit(call.Output);
                        break;
                }
            }
        }

        void Visit(CheckedTerm? term)
        {
            switch (term)
            {
                case CheckedVar v:
                    found.Add(v.Variable);
                    break;
                case CheckedRef reference:
                    reference.Path.ToList().ForEach(Visit);
                    break;
                case CheckedArray array:
                    array.Elements.ToList().ForEach(Visit);
                    break;
                case CheckedComprehension comprehension:
                    VisitBody(comprehension.Body);
                    Visit(comprehension.Value);
                    break;
            }
        }
    }
}
