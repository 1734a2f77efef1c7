using Bouncer.GatekeeperAdapter.Admission;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.GatekeeperAdapter.Tests.Admission;

public sealed class SharedDeadlinesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SharedDeadlines _deadlines;

    public SharedDeadlinesTests() => _deadlines = new(_time);

    public void Dispose() => _deadlines.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(109)]
    [InlineData(2_700)]
    [InlineData(29_500)]
    public void Token_EndsInTime_AndLittleEarlier(int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1_234));
        var token = _deadlines.After(TimeSpan.FromMilliseconds(milliseconds));

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 10));
        Assert.False(token.IsCancellationRequested);

        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void NoTimeLeft_IsOverAtOnce() => Assert.True(_deadlines.After(TimeSpan.Zero).IsCancellationRequested);

    [Fact]
    public void SameHundredthOfASecond_SharesAToken()
    {
        var first = _deadlines.After(TimeSpan.FromMilliseconds(1_001));
        _time.Advance(TimeSpan.FromMilliseconds(3));

        Assert.Equal(first, _deadlines.After(TimeSpan.FromMilliseconds(1_005)));
        Assert.NotEqual(first, _deadlines.After(TimeSpan.FromMilliseconds(1_008)));
    }

    [Fact]
    public void PlaceOfATokenThatHasEnded_IsTakenByANewOne()
    {
        var old = _deadlines.After(TimeSpan.FromMilliseconds(500));
        _time.Advance(TimeSpan.FromMilliseconds(40_960)); // As many hundredths as there are places.

        var token = _deadlines.After(TimeSpan.FromMilliseconds(500));

        Assert.True(old.IsCancellationRequested);
        Assert.False(token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(token.IsCancellationRequested);
    }
}
