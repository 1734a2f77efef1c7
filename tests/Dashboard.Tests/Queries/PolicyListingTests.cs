using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Queries;

/// <summary>Templates and constraints one by one.</summary>
public class PolicyListingTests
{
    private readonly FilledStore _store = new();

    private PolicyListing? Listing => _store.Queries.Gatekeeper()?.Listing;

    [Fact]
    public void Listing_IsThatWhichWasToldLast_InItsOrder()
    {
        Assert.Null(Listing);

        Take(Template("1", "older"), End("1", 1));
        Take(Template("2", "b", "error", "why"), Constraint("2", "first", "active", "3"));
        Take(Constraint("2", "second", "pending", ""), End("2", 3));
        Take(Constraint("3", "of one that has not ended", "active", "0"));

        var listing = Listing!;
        Assert.Equal([new ListedTemplate("b", "AllowedRepos", "error", "why")], listing.Templates);
        Assert.Equal(
            [new("AllowedRepos", "first", "deny", "active", 3, ""), new ListedConstraint("AllowedRepos", "second", "deny", "pending", null, "")],
            listing.Constraints);
        Assert.Equal(("5f2c81d9", 0, _store.Now), (listing.Version, listing.Missing, listing.Told));
        Assert.Equal("AllowedRepos/first", listing.Constraints[0].Rule);
    }

    [Fact]
    public void OtherReplicasOfTheSameNumber_AreNotMixedIn()
    {
        Take(Constraint("1", "mine", "active", "0"));
        Take("other-adapter", Constraint("1", "not mine", "active", "0"), End("1", 1));
        Take(End("1", 1));

        Assert.Equal("mine", Assert.Single(Listing!.Constraints).Name);
    }

    [Fact]
    public void WhatWasNotTold_OrIsNoLongerHere_IsCounted()
    {
        Take(Constraint("1", "here", "active", "0"), End("1", 3, 40));

        Assert.Equal((1, 42), (Listing!.Constraints.Count, Listing.Missing));
    }

    [Fact]
    public void WhatIsToldTwice_IsListedOnce()
    {
        Take(Template("1", "a"), Template("1", "a"), Constraint("1", "b", "active", "0"), Constraint("1", "b", "error", "0"), End("1", 4));

        Assert.Equal((1, "active"), (Listing!.Templates.Count, Assert.Single(Listing.Constraints).Status));
    }

    [Fact]
    public void NumbersThatAreNone_AreNone()
    {
        Take(Constraint("1", "a", "active", "-5"), Constraint("1", "b", "active", "99999999999999999999"), End("1", 2));

        Assert.All(Listing!.Constraints, c => Assert.Null(c.Violations));
    }

    [Fact]
    public void AdapterThatHasGoneSilent_HasNoListing()
    {
        Take(Template("1", "a"), End("1", 1));
        _store.Time.Advance(TimeSpan.FromMinutes(16));

        Assert.Null(Listing);
    }

    private void Take(params IEnumerable<ProtobufMessage> records) => Take("gatekeeper-adapter", [.. records]);

    private void Take(string service, params ProtobufMessage[] records) => _store.Take(Signal.Logs, OtlpRequests.Request(service, "Bouncer.Policies", records));

    private ProtobufMessage Template(string listing, string name, string status = "active", string problem = "")
        => Record(
            listing, "template_listed", ("template_name", name), ("constraint_kind", "AllowedRepos"), ("template_status", status), ("problem", problem));

    private ProtobufMessage Constraint(string listing, string name, string status, string violations)
        => Record(
            listing,
            "constraint_listed",
            ("constraint_kind", "AllowedRepos"),
            ("constraint_name", name),
            ("constraint_action", "deny"),
            ("constraint_status", status),
            ("constraint_violations", violations),
            ("problem", ""));

    private ProtobufMessage End(string listing, int listed, int unlisted = 0)
        => Record(listing, "policies_listed", ("policy_version", "5f2c81d9"), ("listed", $"{listed}"), ("unlisted", $"{unlisted}"));

    private ProtobufMessage Record(string listing, string type, params (string Name, string Value)[] fields)
        => OtlpRequests.Log(
            0,
            _store.Now,
            "",
            [OtlpRequests.Attribute("event_type", type), OtlpRequests.Attribute("listing_id", listing), .. fields.Select(f => OtlpRequests.Attribute(f.Name, f.Value))]);
}
