using Microsoft.Extensions.Configuration;

namespace Bouncer.AppHost.Tests;

public class AppHostOptionsTests
{
    [Theory]
    [InlineData(null, 30020)]
    [InlineData("8443", 8443)]
    [InlineData("65535", 65535)]
    [InlineData("0", null)]
    public void AdmissionPort_IsAPort_OrAnyFreeOne(string? given, int? expected)
    {
        Assert.True(AppHostOptions.TryRead(Configuration("admission-port", given), TextWriter.Null, out var options));
        Assert.Equal(expected, options.AdmissionPort);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("https")]
    public void OtherAdmissionPort_IsAnError(string given)
    {
        using var errors = new StringWriter();

        Assert.False(AppHostOptions.TryRead(Configuration("admission-port", given), errors, out _));
        Assert.Equal($"--admission-port is '{given}'. Use a port from 1 to 65535, or 0 for any free one.{Environment.NewLine}", errors.ToString());
    }

    [Theory]
    [InlineData(null, "docker.io,gcr.io")]
    [InlineData("quay.io", "quay.io")]
    public void AllowedRegistries_AreThoseOfTheWalkThrough_UnlessGiven(string? given, string expected)
    {
        Assert.True(AppHostOptions.TryRead(Configuration("allowed-registries", given), TextWriter.Null, out var options));
        Assert.Equal(expected, options.AllowedRegistries);
    }

    private static IConfiguration Configuration(string key, string? value)
        => new ConfigurationBuilder().AddInMemoryCollection(value is null ? [] : [new(key, value)]).Build();
}
