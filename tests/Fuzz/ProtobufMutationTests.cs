using Bouncer.TestSupport.Otlp;

namespace Bouncer.Fuzz;

/// <summary>What is changed field by field is a message still.</summary>
public class ProtobufMutationTests
{
    [Fact]
    public void ChangedMessages_DifferAndAreMessages()
    {
        var seed = OtlpRequests.Request("scope", OtlpRequests.Log(1, DateTimeOffset.UnixEpoch, "hello", OtlpRequests.Attribute("key", "value")));
        var random = new Random(5);

        var changed = Enumerable.Range(0, 200).Select(_ => ProtobufMutation.Change(seed, random, ["text"u8.ToArray()])).ToList();

        Assert.True(changed.Select(Convert.ToHexString).Distinct().Count() > 150, "changes hardly differ");
        Assert.All(changed, message => AssertMessage(message));
    }

    [Fact]
    public void SameRandomNumbers_GiveTheSameChanges()
    {
        var seed = OtlpRequests.Request("scope", OtlpRequests.Log(1, DateTimeOffset.UnixEpoch, "hello"));

        Assert.Equal(ProtobufMutation.Change(seed, new Random(9), ["text"u8.ToArray()]), ProtobufMutation.Change(seed, new Random(9), ["text"u8.ToArray()]));
    }

    /// <summary>Fields follow each other up to the last byte.</summary>
    private static void AssertMessage(byte[] bytes)
    {
        var reader = new Dashboard.Otlp.ProtobufReader(bytes);
        while (reader.Next())
        {
            reader.Skip();
        }
    }
}
