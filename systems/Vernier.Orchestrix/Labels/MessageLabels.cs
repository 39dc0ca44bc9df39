namespace Vernier.Orchestrix.Labels;

/// <summary>The labels of the message counter.</summary>
internal readonly record struct MessageLabels(
    [property: Label(Description = "Whether it asks for something or states what happened.")] MessageKind Type,
    [property: Label(MaxValues = 500, Description = "The message's class.")] string Name);
