using Bouncer.Constraints.Suites;

namespace Bouncer.Constraints.Tests.Suites;

public class SuiteFilterTests
{
    [Theory]
    [InlineData("labels//missing", "required-labels", "label-missing", true)]
    [InlineData("labels//missing", "required-labels", "present", false)]
    [InlineData("labels//missing", "repos", "label-missing", false)]
    [InlineData("^labels$//", "labels", "present", true)]
    [InlineData("^labels$//", "required-labels", "present", false)]
    [InlineData("//missing", "repos", "label-missing", true)]
    [InlineData("missing", "repos", "label-missing", true)]
    [InlineData("repos", "repos", "label-missing", true)]
    [InlineData("other", "repos", "label-missing", false)]
    [InlineData("", "repos", "label-missing", true)]
    public void Case_RunsIfTheFilterMatchesAsGatorsDoes(string run, string testName, string caseName, bool runs)
    {
        Assert.True(SuiteFilter.TryParse(run, out var filter, out var problem), problem);
        var @case = new SuiteCase(caseName, "", [], [], false);
        var test = new SuiteTest(testName, "", "", "", [@case], false, false);

        Assert.Equal(runs, filter.Matches(test, @case));
    }

    [Fact]
    public void Test_RunsIfOneOfItsCasesDoes()
    {
        Assert.True(SuiteFilter.TryParse("missing", out var filter, out _));

        Assert.True(filter.Matches(new SuiteTest("t", "", "", "", [new SuiteCase("missing", "", [], [], false)], false, false)));
        Assert.False(filter.Matches(new SuiteTest("t", "", "", "", [new SuiteCase("present", "", [], [], false)], false, false)));
    }

    [Theory]
    [InlineData("a//b//c", "\"a//b//c\" has // more than once; write TEST//CASE")]
    [InlineData("a//(", "\"a//(\": error parsing regexp: missing closing ): `(`; write regular expressions of Go (RE2)")]
    public void WrongFilter_IsExplained(string run, string problem)
    {
        Assert.False(SuiteFilter.TryParse(run, out _, out var found));
        Assert.Equal(problem, found);
    }
}
