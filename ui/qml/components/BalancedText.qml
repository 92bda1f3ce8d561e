// Text that keeps its lines of about equal length.
BodyText {
    balanced: true
}
