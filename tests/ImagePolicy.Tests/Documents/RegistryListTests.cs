using Bouncer.ImagePolicy.Documents;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Tests.Documents;

public class RegistryListTests
{
    [Fact]
    public void List_IsOneAllowRule()
    {
        var policy = Read(false, "docker.io, gcr.io");

        Assert.Equal(("registry-whitelist", DefaultAction.Deny), (policy.Name, policy.Default));
        var rule = Assert.Single(policy.Rules);
        Assert.Equal(("registry-whitelist", RuleEffect.Allow, Enforcement.Deny, 0), (rule.Name, rule.Effect, rule.Enforcement, rule.Line));
        Assert.Equal(["docker.io", "gcr.io"], rule.Images.Registries.Select(r => r.Text));
    }

    [Fact]
    public void RepeatedOption_IsOneList()
        => Assert.Equal(["docker.io", "gcr.io", "quay.io"], Read(false, "docker.io", "gcr.io,quay.io").Rules[0].Images.Patterns);

    [Fact]
    public void EntryWithSlash_IsARepository()
    {
        var selector = Read(false, "localhost:5000,gcr.io/my-project/**").Rules[0].Images;

        Assert.Equal("localhost:5000", Assert.Single(selector.Registries).Text);
        Assert.Equal("gcr.io/my-project/**", Assert.Single(selector.Repositories).Text);
    }

    [Fact]
    public void RejectLatest_AddsADenyRule()
    {
        var rule = Read(true, "docker.io").Rules[1];

        Assert.Equal(("reject-latest", RuleEffect.Deny), (rule.Name, rule.Effect));
        Assert.Equal([":latest"], rule.Images.Patterns);
    }

    [Fact]
    public void WrongEntries_AreAllReported()
        => Assert.Equal(
            [
                "--registry-whitelist: entry 2 is empty; remove the comma too many",
                "--registry-whitelist: entry 3 (\"https://gcr.io/\"): a registry has no scheme; write gcr.io",
                "--registry-whitelist: entry 4 (\"my_registry.io\"): the registry has '_' at position 2, where only letters, digits, '-' and '.' may stand",
                "--registry-whitelist: entry 5 (\"library/busybox\"): the repository names no registry; write docker.io/library/busybox if Docker Hub is meant",
            ],
            Errors("docker.io,,https://gcr.io/", "my_registry.io,library/busybox"));

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData(" , ")]
    public void EmptyList_IsAnError(params string[] values)
        => Assert.Equal(
            ["--registry-whitelist: the list is empty; write registries divided by commas, such as docker.io,gcr.io"],
            Errors(values));

    private static PolicyDocument Read(bool rejectLatest, params string[] values)
        => Assert.IsType<PolicyDocument>(RegistryList.Read(values, rejectLatest: rejectLatest).Document);

    private static string[] Errors(params string[] values)
    {
        var result = RegistryList.Read(values);
        Assert.Null(result.Document);
        return [.. result.Errors.Select(e => e.ToString())];
    }
}
