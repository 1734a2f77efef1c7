using Bouncer.KubernetesApi.Access;
using Bouncer.KubernetesApi.Tests.Support;

namespace Bouncer.KubernetesApi.Tests.Access;

/// <summary>The service account of a Pod.</summary>
public sealed class ServiceAccountTests : ConnectionTest
{
    [Fact]
    public async Task TokenAndAuthority_AreThoseOfThePod()
    {
        Folder.Write("token", "first\n");
        Folder.Write("ca.crt", Authority.Pem);

        var access = new ServiceAccount(Folder.Path, "127.0.0.1", "6443").Read(Time);

        Assert.Equal("https://127.0.0.1:6443/", access.Server.AbsoluteUri);
        Assert.Equal(Authority.Certificate.Thumbprint, Assert.Single(access.Authorities!).Thumbprint);
        Assert.Equal("Bearer first", (await access.Credentials.CurrentAsync(Deadline)).Authorization!.ToString());

        Folder.Write("token", "second\n");
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Bearer second", (await access.Credentials.CurrentAsync(Deadline)).Authorization!.ToString());
    }

    [Fact]
    public void AddressOfVersion6_IsInBrackets()
    {
        Folder.Write("ca.crt", Authority.Pem);

        Assert.Equal("https://[fd00::1]/", new ServiceAccount(Folder.Path, "fd00::1", "443").Read(Time).Server.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, "The Pod's service account cannot be used: Could not find file 'FOLDER/ca.crt'.")]
    [InlineData("hello", "The Pod's service account cannot be used: FOLDER/ca.crt holds no certificate")]
    public void AuthorityThatCannotBeRead_IsTold(string? text, string expected)
    {
        if (text is not null)
        {
            Folder.Write("ca.crt", text);
        }

        var failure = Assert.Throws<ApiException>(() => new ServiceAccount(Folder.Path, "127.0.0.1", "443").Read(Time));

        Assert.Equal(expected, failure.Message.Replace(Folder.Path, "FOLDER", StringComparison.Ordinal));
    }
}
