using Bouncer.Constraints.Objects;

namespace Bouncer.Constraints.Tests.Objects;

public class ObjectKindTests
{
    [Theory]
    [InlineData("v1", "Pod", "/v1, Kind=Pod")]
    [InlineData("apps/v1", "Deployment", "apps/v1, Kind=Deployment")]
    [InlineData("", "", "/, Kind=")]
    public void Kind_IsPrintedAsKubernetesPrintsIt(string apiVersion, string kind, string expected)
    {
        var found = ObjectKind.Of(apiVersion, kind);

        Assert.Equal(expected, found.ToString());
        Assert.Equal(apiVersion, found.ApiVersion);
    }
}
