using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.Text;

public sealed class SecretPartsTests
{
    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=northwind;AccountKey=abcdefghijklmnopqrstuvwxyz0123==;EndpointSuffix=core.windows.net",
        "abcdefghijklmnopqrstuvwxyz0123==")]
    [InlineData("AccountKey=abcdefghijklmnopqrstuvwxyz0123==; AccountName=northwindexportstore", "abcdefghijklmnopqrstuvwxyz0123==")]
    [InlineData("BlobEndpoint=https://acc.blob.core.windows.net;SharedAccessSignature=sv=2026&sig=abcdefgh", "sv=2026&sig=abcdefgh")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\r\nAbCdEfGhIjKlMnOpQrSt==\nshort\n-----END PRIVATE KEY-----\n", "MIIEvQIBADANBgkqhkiG9w0B|AbCdEfGhIjKlMnOpQrSt==")]
    [InlineData("https://hooks.example.com/services/T012345/abcdefghijklmnop?x=1", "/services/T012345/abcdefghijklmnop?x=1|abcdefghijklmnop")]
    [InlineData("https://hooks.example.com", "")]
    [InlineData("one secret without parts", "")]
    [InlineData("", "")]
    public void The_secret_parts_of_a_secret_are_found(string secret, string parts) => Assert.Equal(parts, string.Join('|', SecretParts.Find(secret)));
}
