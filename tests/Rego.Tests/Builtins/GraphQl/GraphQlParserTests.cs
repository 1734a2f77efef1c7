namespace Bouncer.Rego.Tests.Builtins.GraphQl;

public class GraphQlParserTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("{a}", """{"Operations":[{"Name":"","Operation":"query","SelectionSet":[{"Alias":"a","Name":"a"}]}]}""")]
    [InlineData("mutation M @d { k: a ...F ... {b} }", """{"Operations":[{"Directives":[{"Location":"","Name":"d"}],"Name":"M","Operation":"mutation","SelectionSet":[{"Alias":"k","Name":"a"},{"Name":"F"},{"SelectionSet":[{"Alias":"b","Name":"b"}],"TypeCondition":""}]}]}""")]
    [InlineData("query ($a: [Int!] = [1]) {a(b: $a)}", """{"Operations":[{"Name":"","Operation":"query","SelectionSet":[{"Alias":"a","Arguments":[{"Name":"b","Value":{"ExpectedTypeHasDefault":false,"Kind":0,"Raw":"a"}}],"Name":"a"}],"VariableDefinitions":[{"DefaultValue":{"Children":[{"Name":"","Value":{"ExpectedTypeHasDefault":false,"Kind":1,"Raw":"1"}}],"ExpectedTypeHasDefault":false,"Kind":8,"Raw":""},"Type":{"Elem":{"NamedType":"Int","NonNull":true},"NamedType":"","NonNull":false},"Used":false,"Variable":"a"}]}]}""")]
    public void Queries_AreTreesWithoutEmptyParts(string query, string tree) => Assert.Equal("object " + tree, GraphQlCalls.Call("parse_query", query));

    [Theory]
    [InlineData("\"d\" type A implements & B & C {x(y: Int = 1): [Int]! @k}", """{"Definitions":[{"BuiltIn":false,"Description":"d","Fields":[{"Arguments":[{"DefaultValue":{"ExpectedTypeHasDefault":false,"Kind":1,"Raw":"1"},"Description":"","Name":"y","Type":{"NamedType":"Int","NonNull":false}}],"Description":"","Directives":[{"Location":"","Name":"k"}],"Name":"x","Type":{"Elem":{"NamedType":"Int","NonNull":false},"NamedType":"","NonNull":true}}],"Interfaces":["B","C"],"Kind":"OBJECT","Name":"A"}]}""")]
    [InlineData("directive @a repeatable on FIELD | ENUM", """{"Directives":[{"Description":"","IsRepeatable":true,"Locations":["FIELD","ENUM"],"Name":"a"}]}""")]
    [InlineData("schema {query: Q} extend schema @k", """{"Schema":[{"Description":"","OperationTypes":[{"Operation":"query","Type":"Q"}]}],"SchemaExtension":[{"Description":"","Directives":[{"Location":"","Name":"k"}]}]}""")]
    [InlineData("extend union U = A | B enum E {X}", """{"Definitions":[{"BuiltIn":false,"Description":"","EnumValues":[{"Description":"","Name":"X"}],"Kind":"ENUM","Name":"E"}],"Extensions":[{"BuiltIn":false,"Description":"","Kind":"UNION","Name":"U","Types":["A","B"]}]}""")]
    public void Schemas_AreTreesWithoutEmptyParts(string schema, string tree) => Assert.Equal("object " + tree, GraphQlCalls.Call("parse_schema", schema));

    [Theory]
    [InlineData("parse_query", "{", "Expected Name, found <EOF> in GraphQL string at location 1:2")]
    [InlineData("parse_query", "{a(b:)}", "Unexpected ) in GraphQL string at location 1:6")]
    [InlineData("parse_query", "query\n  \"é😀\" x", "Expected {, found String in GraphQL string at location 2:4")]
    [InlineData("parse_query", "{a(b: \"😀\" c)}", "Expected :, found ) in GraphQL string at location 1:12")]
    [InlineData("parse_query", "{a(b: 01)}", "Unexpected <Invalid> in GraphQL string at location 1:8")]
    [InlineData("parse_query", "fragment on on A {x}", "Unexpected Name \"on\" in GraphQL string at location 1:10")]
    [InlineData("parse_query", "é", "Unexpected <Invalid> in GraphQL string at location 1:1")]
    [InlineData("parse_schema", "input A @a(b: $c) {x: Int}", "Unexpected $ in GraphQL string at location 1:15")]
    [InlineData("parse_schema", "\"d\" extend type A {x: Int}", "Unexpected String \"d\" in GraphQL string at location 1:2")]
    [InlineData("parse_schema", "directive @a on FOO", "Unexpected Name \"FOO\" in GraphQL string at location 1:17")]
    public void Mistakes_AreToldWithTheirPlace(string name, string text, string message)
        => Assert.Equal($"eval_builtin_error: graphql.{name}: {message}", GraphQlCalls.Call(name, text));

    [Theory]
    [InlineData("\"\\u00e9\\n\\\"\"", "\"é\\n\\\"\"", 3)]
    [InlineData("\"\"\"\n    x\n      y\n\n\"\"\"", "\"x\\n  y\"", 4)]
    [InlineData("\"\"\"x\n  y \\\"\"\" \"\"\"", "\"x\\n  y \\\"\\\"\\\" \"", 4)]
    [InlineData("-1.5e+3", "\"-1.5e+3\"", 2)]
    public void Literals_KeepWhatTheyStandFor(string literal, string raw, int kind)
        => Assert.Contains($"\"Kind\":{kind},\"Raw\":{raw}}}", GraphQlCalls.Call("parse_query", $"{{a(b: {literal})}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{a", "}")]
    [InlineData("{a(b: [", "])}")]
    public void DepthWithoutEnd_IsRefusedOnASmallStack(string open, string close)
    {
        const int Depth = 100_000;
        var inner = open.EndsWith('[') ? "[" : "{a";
        var text = open + string.Concat(Enumerable.Repeat(inner, Depth)) + string.Concat(Enumerable.Repeat(inner == "[" ? "]" : "}", Depth)) + close;
        var answer = "";
        var thread = new Thread(() => answer = GraphQlCalls.Call("parse_query", text), 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal("eval_builtin_error: graphql.parse_query: GraphQL nests deeper than 200 levels", answer);
    }
}
