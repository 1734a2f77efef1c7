namespace Bouncer.Constraints.Tests.Suites;

public sealed class SuiteReaderTests : IDisposable
{
    private readonly SuiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllFields_AreRead()
    {
        var suite = _folder.Read("""
            metadata: {name: s}
            skip: true
            tests:
            - name: t
              template: t.yaml
              constraint: c.yaml
              expansion: e.yaml
              skip: true
              cases:
              - {name: a, object: o.yaml, inventory: [i.yaml, j.yaml], assertions: [{violations: no}, {violations: 2, message: x}, {}], skip: true}
            - {name: u, invalid: true}
            """).Suite!;

        Assert.Equal(("s", true), (suite.Name, suite.Skip));
        var (test, invalid) = (suite.Tests[0], suite.Tests[1]);
        Assert.Equal(("t", "t.yaml", "c.yaml", "e.yaml", true), (test.Name, test.Template, test.Constraint, test.Expansion, test.Skip));
        Assert.Equal(("u", true), (invalid.Name, invalid.Invalid));
        var @case = Assert.Single(test.Cases);
        Assert.Equal(("a", "o.yaml", true), (@case.Name, @case.Object, @case.Skip));
        Assert.Equal(["i.yaml", "j.yaml"], @case.Inventory);
        Assert.Equal([(0, null), (2, "x"), (null, null)], @case.Assertions.Select(a => (a.Count, a.Message)));
    }

    [Theory]
    [InlineData("tests: {}", "tests: is of type object; write a list")]
    [InlineData("tests: [a]", "tests[0]: is of type string; write fields")]
    [InlineData("tests: [{template: 1}]", "tests[0].template: is of type number; write text")]
    [InlineData("tests: [{cases: [{}, {inventory: a.yaml}]}]", "tests[0].cases[1].inventory: is of type string; write a list")]
    [InlineData("tests: [{cases: [{inventory: [{}]}]}]", "tests[0].cases[0].inventory[0]: is of type object; write text")]
    [InlineData("tests: [{cases: [{skip: 1}]}]", "tests[0].cases[0].skip: is of type number; write true or false")]
    [InlineData("tests: [{invalid: true, cases: [{}]}]", "tests[0].invalid: the constraint is to be refused, so the cases could never run; remove invalid, or the cases")]
    public void WrongField_IsNamed(string text, string problem)
    {
        var reading = _folder.Read(text);

        Assert.Null(reading.Suite);
        Assert.Equal([$"suite.yaml:1: {problem}"], reading.Problems.Select(_folder.Shorten));
    }

    [Fact]
    public void UnknownFields_AreWarnings()
    {
        var reading = _folder.Read("tests: [{name: t, cases: [{inventories: []}]}]\n");

        Assert.NotNull(reading.Suite);
        Assert.Equal(
            ["suite.yaml:1: tests[0].cases[0].inventories: there is no such field; there are name, object, inventory, assertions, skip"],
            reading.Warnings.Select(_folder.Shorten));
    }
}
