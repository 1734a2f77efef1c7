namespace Bouncer.Gatekeeper.Conformance;

/// <summary>Every case of Gatekeeper's library, by its name.</summary>
public class LibraryTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases
        => Directory.Exists(Library.Folder)
            ? Library.Results.Keys.Select(name => new TheoryDataRow<string>(name) { TestDisplayName = name })
            : [new TheoryDataRow<string>("") { Skip = Missing }];

    private static string Missing => $"There is no folder {Library.Folder}. Set CONFORMANCE_DIR to the folder that holds Gatekeeper's library.";

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_PassesUnlessItIsAKnownGap(string name)
    {
        var problem = Library.Results[name];
        if (Library.Gaps.TryGetValue(name, out var reason))
        {
            Assert.True(problem is not null, $"{name} passes. Take it out of tests/Gatekeeper.Conformance/gaps.txt.");
            Assert.True(reason.Length > 0, $"{name} is a gap without a reason. Write it behind a tab.");
        }
        else
        {
            Assert.True(problem is null, problem);
        }
    }

    [Fact]
    public void Gaps_AreCasesOfTheLibrary()
    {
        Assert.SkipUnless(Directory.Exists(Library.Folder), Missing);
        Assert.NotEmpty(Library.Results);
        Assert.Empty(Library.Gaps.Keys.Except(Library.Results.Keys));
    }
}
