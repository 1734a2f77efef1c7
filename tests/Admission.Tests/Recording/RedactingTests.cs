using Bouncer.Admission.Recording;

namespace Bouncer.Admission.Tests.Recording;

public class RedactingTests
{
    private static readonly ReviewRecord s_record = new()
    {
        Outcome = ReviewOutcome.Denied,
        DecisionId = "8f3a1c5b09de-2a",
        PolicyVersion = "1",
        Images = ["secret.example.com/app:1", "busybox"],
        Annotations = new Dictionary<string, string?> { ["ticket.image-policy.k8s.io/id"] = "secret" },
        Rules = ["registries"],
        Reason = "secret.example.com/app:1 is not allowed",
    };

    [Fact]
    public void None_LeavesEverything() => Assert.Same(s_record, s_record.Redact(Redaction.None));

    [Fact]
    public void Hash_TellsTheSameImageApartWithoutNamingIt()
    {
        var told = s_record.Redact(Redaction.Hash);

        Assert.Equal(2, told.Images.Count);
        Assert.All(told.Images, image => Assert.Matches("^sha256:[0-9a-f]{16}$", image));
        Assert.Equal(told.Images, s_record.Redact(Redaction.Hash).Images);
        Assert.Equal("sha256:2bb80d537b1da3e3", told.Annotations["ticket.image-policy.k8s.io/id"]);
        Assert.Equal("(redacted)", told.Reason);
        Assert.Equal(["registries"], told.Rules);
        Assert.DoesNotContain("secret.example.com", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Omit_TellsNone()
    {
        var told = s_record.Redact(Redaction.Omit);

        Assert.Empty(told.Images);
        Assert.Empty(told.Annotations);
        Assert.Equal("(redacted)", told.Reason);
        Assert.Equal(["registries"], told.Rules);
    }

    [Fact]
    public void ReasonThatIsNotThere_IsNotRedacted() => Assert.Equal("", (s_record with { Reason = "" }).Redact(Redaction.Omit).Reason);

    [Theory]
    [InlineData(null, Redaction.None)]
    [InlineData("none", Redaction.None)]
    [InlineData("hash", Redaction.Hash)]
    [InlineData("omit", Redaction.Omit)]
    public void Setting_IsRead(string? text, Redaction redaction)
    {
        List<string> problems = [];

        Assert.Equal(redaction, Redacting.Parse(text, "--redact (BOUNCER_REDACT)", problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void WrongSetting_IsToldWithWhatToWrite()
    {
        List<string> problems = [];
        Redacting.Parse("yes", "--redact (BOUNCER_REDACT)", problems);

        Assert.Equal(["--redact (BOUNCER_REDACT) is \"yes\". Write none, hash or omit."], problems);
    }
}
