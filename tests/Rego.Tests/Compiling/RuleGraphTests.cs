using Bouncer.Rego.Compiling;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Compiling.Resolving;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Compiling;

public sealed class RuleGraphTests
{
    private const int Many = 50;

    [Theory]
    [InlineData("p{0} if q[input.x]\nq[\"a{0}\"] := {0}", 1)]
    [InlineData("p{0} if data.test[input.x]", 1)]
    [InlineData("p{0} if data[_].q\nq if input.x{0}", 1)]
    [InlineData("p{0} if q[input.x].v\nq.a{0}.v := {0}", 1)]
    [InlineData("p{0} if q[input.x]\nq[\"a{0}\"] := 1 if input.x else := 2 if input.y else := 3", 2)]
    public void RulesThatLookThroughOthers_HaveOneEdgeForAllOfThem(string rules, int edges)
        => Assert.Equal(Many * edges, Graph(string.Join('\n', Enumerable.Range(0, Many).Select(i => rules.Replace("{0}", $"{i}", StringComparison.Ordinal)))).EdgeCount);

    [Theory]
    [InlineData("p := q\nq := r\nr := 1", "r q p")]
    [InlineData("p := q[input.x]\nq.b := r\nq.a := 1\nr := 2", "r q.b q.a p")]
    [InlineData("p if f(1)\nf(x) := y if { y := q[x] }\nq.a := 1\nq.b := 2", "q.a q.b f p")]
    public void Rules_StandBehindThoseTheyDependOn(string rules, string order)
    {
        var graph = Graph(rules);

        Assert.True(graph.IsAcyclic);
        Assert.Equal(order.Split(' ').Select(name => $"data.test.{name}"), graph.Sorted.Select(r => r.DisplayPath));
    }

    [Theory]
    [InlineData("p := data.test", "p p")]
    [InlineData("p := q\nq := data.test[input.x]", "p q p")]
    [InlineData("p := 1 if q else := 2\nq := 1 if input.x else := p", "p q p")]
    [InlineData("p := q\nq.a := 1\nq.b := r\nr := q.a\nq.c := r[input.x] if p", "p q.c p")]
    public void ACircle_IsFoundAndShown(string rules, string circle)
    {
        var graph = Graph(rules);

        Assert.False(graph.IsAcyclic);
        Assert.Equal(circle.Split(' ').Select(name => $"data.test.{name}"), graph.CycleFrom(graph.Sorted.Last(r => r.DisplayPath == "data.test.p")).Select(r => r.DisplayPath));
    }

    [Fact]
    public void NumbersThatAreLeft_AreFound()
    {
        var numbers = new NumberSet(5);

        Assert.True(numbers.Remove(1));
        Assert.True(numbers.Remove(2));
        Assert.False(numbers.Remove(1));
        Assert.Equal([0, 3, 3, 3, 4, 5], Enumerable.Range(0, 6).Select(numbers.From));
        Assert.True(numbers.Remove(3));
        Assert.True(numbers.Remove(4));
        Assert.Equal([0, 5, 5], new[] { 0, 1, 4 }.Select(numbers.From));
    }

    private static RuleGraph Graph(string rules)
    {
        var module = Parser.ParseModule(new SourceText("m.rego", "package test\n" + rules), LanguageVersion.V1).Value!;
        var compilation = new Compilation([new ModuleDraft(module)], new RuleNode(null, null), new CompilerOptions());
        ResolveReferences.Run(compilation);
        RewriteHeadReferences.Run(compilation);
        RuleTree.Build(compilation);
        RuleGraph.Build(compilation);
        return compilation.Graph;
    }
}
