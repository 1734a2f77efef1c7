using System.Text.RegularExpressions;
using Bouncer.Dashboard.Pages.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>Templates, constraints and what the audit found, one by one.</summary>
public class PoliciesTests(FilledDashboard filled) : IClassFixture<FilledDashboard>
{
    [Fact]
    public async Task FirstPaint_HasConstraintsTemplatesAndViolations()
    {
        using var client = await filled.Dashboard.SignInAsync();

        var page = await client.GetStringAsync("/policies", TestContext.Current.CancellationToken);

        Assert.All(
            ["repos-of-production", "k8sallowedrepos", "rego_unsafe_var_error", "checkout-5c9f6d7b4-x2x8p", "image-bouncer-webhook"],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Constraint_TellsItsActionItsStateAndItsViolations()
    {
        await using var watched = await filled.OpenAsync("/policies");
        var constraints = watched.Page.GetByRole(AriaRole.Table, new() { Name = "Constraints" });

        await Expect(Row(constraints, "repos-of-production")).ToHaveTextAsync(new Regex(@"^\s*K8sAllowedRepos repos-of-production\s*deny\s*in force\s*violations:\s*3\s*$"));
        await Expect(Row(constraints, "ingress-https-only")).ToHaveTextAsync(
            new Regex(@"dryrun\s*waits for its template\s*no template makes the kind K8sHttpsOnly\s*violations:\s*–"));
        await Expect(Row(constraints, "replica-limits")).ToHaveTextAsync(new Regex(@"deny\s*not in force\s*spec.parameters.ranges\[0\].min"));
        await Expect(Row(constraints, "containers-must-have-limits")).ToHaveTextAsync(new Regex(@"in force\s*violations:\s*0\s*$"));
        var templates = watched.Page.GetByRole(AriaRole.Table, new() { Name = "Templates" });
        await Expect(Row(templates, "k8scontainerlimits")).ToHaveTextAsync(new Regex(@"an older version is in force\s*spec.targets\[0\].rego:12:1.*constraints:\s*1\s*$"));
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task ViolationsOfAConstraint_AreShownAlone()
    {
        await using var watched = await filled.OpenAsync("/policies");
        var page = watched.Page;
        var violations = page.GetByRole(AriaRole.Table, new() { Name = "Violations that the audit found" });
        await Expect(violations.GetByRole(AriaRole.Row)).ToHaveCountAsync(5);

        await page.GetByRole(AriaRole.Link, new() { Name = "1 violations of ns-must-have-owner" }).ClickAsync();
        await Expect(violations.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(violations).ToContainTextAsync("you must provide labels");

        await page.GetByRole(AriaRole.Link, new() { Name = "Show the violations of all constraints" }).ClickAsync();
        await Expect(violations.GetByRole(AriaRole.Row)).ToHaveCountAsync(5);
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task Table_IsSortedByTheKeyboard_AndSaysSo()
    {
        await using var watched = await filled.OpenAsync("/policies");
        var page = watched.Page;
        var constraints = page.GetByRole(AriaRole.Table, new() { Name = "Constraints" });
        var title = constraints.GetByRole(AriaRole.Columnheader, new() { Name = "Violations" });
        await Expect(title).ToHaveAttributeAsync("aria-sort", "none");

        await title.GetByRole(AriaRole.Button).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(title).ToHaveAttributeAsync("aria-sort", "ascending");
        await page.Keyboard.PressAsync("Enter");
        await Expect(title).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(constraints.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("repos-of-production");
        await Expect(constraints.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("ns-must-have-owner");
        watched.AssertNoProblems();
    }

    private static ILocator Row(ILocator table, string text) => table.GetByRole(AriaRole.Row).Filter(new() { HasText = text });
}
