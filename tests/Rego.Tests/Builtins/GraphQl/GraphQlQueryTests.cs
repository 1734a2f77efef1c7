using Bouncer.Rego.Builtins;

namespace Bouncer.Rego.Tests.Builtins.GraphQl;

public class GraphQlQueryTests
{
    [Theory]
    [InlineData("{x list {name d {barks}}}")]
    [InlineData("query Q($n: Int!, $k: Kind = BIG, $l: Int) {find(first: $n, kind: $k, limit: $l, by: {id: 3, tags: [\"a\", null]}) {...F}} fragment F on Dog {name @skip(if: true)}")]
    [InlineData("{u {... on Named {name} ... on Cat {lives} __typename}}")]
    [InlineData("{__schema {types {name}} __type(name: \"Dog\") {fields {name}}}")]
    [InlineData("mutation {set} ")]
    [InlineData("{u {... on Dog {k: name} ... on Cat {k: name}}}")]
    public void WhatFollowsTheSchema_IsValid(string query) => Assert.Equal("valid", GraphQlCalls.Check(query));

    [Theory]
    [InlineData("{nam}", "Cannot query field \"nam\" on type \"Query\". Did you mean \"name\"?\n in GraphQL string at location 1:2")]
    [InlineData("{u {name}}", "Cannot query field \"name\" on type \"Pet\". Did you mean to use an inline fragment on \"Named\", \"Cat\", or \"Dog\"?\n in GraphQL string at location 1:5")]
    [InlineData("{find {name}}", "Field \"find\" argument \"first\" of type \"Int!\" is required, but it was not provided in GraphQL string at location 1:2")]
    [InlineData("{find(first: 1, frst: 2) {name}}", "Unknown argument \"frst\" on field \"Query.find\". Did you mean \"first\"?\n in GraphQL string at location 1:2")]
    [InlineData("{find(first: 1, first: 2) {name}}", "There can be only one argument named \"first\" in GraphQL string at location 1:17")]
    [InlineData("{x {y}}", "Cannot query field \"y\" on type \"Int\".\ninput:1:2: Field \"x\" must not have a selection since type \"Int\" has no subfields in GraphQL string at location 1:5")]
    [InlineData("{list}", "Field \"list\" of type \"[Dog!]\" must have a selection of subfields. Did you mean \"list { ... }\"?\n in GraphQL string at location 1:2")]
    [InlineData("{x @nope}", "Unknown directive \"@nope\" in GraphQL string at location 1:5")]
    [InlineData("query @once {x @once @once}", "Directive \"@once\" may not be used on QUERY.\ninput:1:23: The directive \"@once\" can only be used once at this location in GraphQL string at location 1:8")]
    [InlineData("query A {x} query A {x}", "There can be only one operation named \"A\" in GraphQL string at location 1:13")]
    [InlineData("query ($a: Nope) {x}", "Unknown type \"Nope\".\ninput:1:8: Variable \"$a\" is never used in GraphQL string at location 1:8")]
    [InlineData("query ($a: Dog) {x @skip(if: $a)}", "Variable \"$a\" of type \"Dog\" used in position expecting type \"Boolean!\".\ninput:1:8: Variable \"$a\" cannot be non-input type \"Dog\" in GraphQL string at location 1:30")]
    [InlineData("query Q {x @skip(if: $a)}", "Variable \"$a\" is not defined by operation \"Q\" in GraphQL string at location 1:22")]
    [InlineData("query ($a: Int!, $a: Int!) {find(first: $a) {name}}", "Variable \"$a\" is never used.\ninput:1:18: There can be only one variable named \"$a\" in GraphQL string at location 1:18")]
    [InlineData("{...F}", "Unknown fragment \"F\" in GraphQL string at location 1:5")]
    [InlineData("{x} fragment F on Dog {name}", "Fragment \"F\" is never used in GraphQL string at location 1:5")]
    [InlineData("{list {... on Cat {name}}}", "Fragment cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\" in GraphQL string at location 1:12")]
    [InlineData("{self {...F}} fragment F on Query {self {...F}}", "Cannot spread fragment \"F\" within itself in GraphQL string at location 1:45")]
    [InlineData("{find(first: A, kind: \"BIG\") {name}}", "Int cannot represent non-integer value: A\ninput:1:24: Enum \"Kind\" cannot represent non-enum value: \"BIG\". Did you mean the enum value \"BIG\"?\n in GraphQL string at location 1:14")]
    [InlineData("{find(first: 1, by: {id: 1, id: 2}) {name}}", "There can be only one input field named \"id\" in GraphQL string at location 1:29")]
    [InlineData("{k: x k: name}", "Fields \"k\" conflict because \"x\" and \"name\" are different fields. Use different aliases on the fields to fetch both if this was intentional in GraphQL string at location 1:7")]
    [InlineData("{list {...F} list {name: barks}} fragment F on Dog {name}", "Fields \"list\" conflict because subfields \"name\" conflict because \"barks\" and \"name\" are different fields. Use different aliases on the fields to fetch both if this was intentional in GraphQL string at location 1:14")]
    [InlineData("subscription S {s t}", "Subscription \"S\" must select only one top level field in GraphQL string at location 1:19")]
    [InlineData("{x} {x}", "This anonymous operation must be the only defined operation.\ninput:1:5: This anonymous operation must be the only defined operation.\ninput:1:5: There can be only one operation named \"\" in GraphQL string at location 1:1")]
    public void WhatDoesNot_IsToldWithAllMistakes(string query, string mistakes) => Assert.Equal(mistakes, GraphQlCalls.Check(query));

    [Fact]
    public void Verifying_GivesTheTreesOrEmptyOnes()
    {
        Assert.StartsWith("array [true,{\"Operations\":", GraphQlCalls.Call("parse_and_verify", "{x}", GraphQlCalls.Schema), StringComparison.Ordinal);
        Assert.Equal("array [false,{},{}]", GraphQlCalls.Call("parse_and_verify", "{y}", GraphQlCalls.Schema));
    }

    [Fact]
    public void Trees_AreTakenInPlaceOfTexts()
    {
        var query = GraphQlCalls.Call("parse_query", "{find(first: 1, kind: BIG) {k: name}}")["object ".Length..];
        var schema = GraphQlCalls.Call("parse_schema", GraphQlCalls.Schema)["object ".Length..];
        Assert.Equal("boolean true", BuiltinCalls.Call("graphql.is_valid", $"[{query}, {schema}]"));
        Assert.Equal($"array [{query},{schema}]", BuiltinCalls.Call("graphql.parse", $"[{query}, {schema}]"));
        Assert.Equal("boolean false", BuiltinCalls.Call("graphql.is_valid", $"[{query.Replace("\"first\"", "\"last\"", StringComparison.Ordinal)}, {schema}]"));
        Assert.Equal("boolean false", BuiltinCalls.Call("graphql.is_valid", $"[{{\"Operations\": 1}}, {schema}]"));
    }

    [Fact]
    public void FragmentsThatSpreadEachOther_EndOnASmallStack()
    {
        const int Count = 5_000;
        var chain = string.Concat(Enumerable.Range(0, Count).Select(i => $" fragment F{i} on Query {{self {{...F{(i + 1) % Count} ...F{(i + 7) % Count} x}} self {{...F{(i + 3) % Count}}}}}"));
        var answer = "";
        var thread = new Thread(() => answer = GraphQlCalls.Call("is_valid", "{...F0}" + chain, GraphQlCalls.Schema), 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal("boolean false", answer);
    }

    [Fact]
    public void ComparingFieldsWithoutEnd_IsRefused()
    {
        var query = $"{{{string.Concat(Enumerable.Repeat("x ", 1_000))}}}";
        var context = new BuiltinContext { MaxResultSize = 100_000 };
        Assert.Throws<ResultTooLargeException>(() => BuiltinCalls.Call(context, "graphql.is_valid", $"[\"{query}\", \"type Query {{x: Int}}\"]"));
    }
}
