namespace Vernier.Tests.Toolkit;

internal enum SampleMethod
{
    Get,
    Post,
}
