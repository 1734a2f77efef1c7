using Bouncer.TestSupport;

namespace Bouncer.Observability.Tests;

/// <summary>Every expression of rules and dashboards, asked of a Prometheus that scrapes the real services.</summary>
public sealed class ExpressionTests(MonitoredServices services) : IClassFixture<MonitoredServices>
{
    [Fact]
    public async Task EveryExpression_ReturnsData()
    {
        Tools.RequirePrometheus();
        Tools.RequireKubernetes();

        Assert.True(Expressions.All().Count() > 50);
        foreach (var (place, expression) in Expressions.All())
        {
            foreach (var part in Expressions.Parts(expression))
            {
                await Eventually.HoldsAsync(
                    () => services.Prometheus.HasDataAsync(part), $"{place}: {part} returns data", TestContext.Current.CancellationToken);
            }
        }
    }
}
