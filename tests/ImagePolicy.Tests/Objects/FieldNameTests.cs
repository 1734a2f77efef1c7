using System.Text;
using System.Text.Json;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.ImagePolicy.Tests.Objects;

public class FieldNameTests
{
    [Theory]
    [InlineData("""{"kin\ud800":"Pod"}""")]
    [InlineData("""{"spec":{"contain\udc00rs":[]}}""")]
    public void FieldNameThatIsNoUnicode_IsAJsonError(string json)
        => Assert.Throws<JsonException>(() => KubernetesObject.Parse(Encoding.UTF8.GetBytes(json)));
}
