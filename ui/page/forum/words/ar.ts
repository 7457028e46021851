export const words: Record<string, string> = {
  offline: "تعذر الوصول إلى الصحيفة. كلماتك محفوظة هنا؛ حاول مرة أخرى.", failed: "لم ينجح ذلك. كلماتك محفوظة؛ حاول مرة أخرى.",
  posted: "نُشر تعليقك.", held: "قيد المراجعة", sending: "جارٍ الإرسال", cancel: "إلغاء", answer: "ردك على", you: "أنت",
  edit: "تعديل", del: "حذف", quote: "اقتباس", preview: "معاينة", share: "مشاركة", follow: "متابعة", copied: "نُسخ الرابط.", respect_given: "مُنح التقدير.",
  respect_taken: "سُحب التقدير.", remove: "إزالة", moderate: "السجل", undo: "تراجع", removed: "أُزيل.", restored: "أُعيد.",
  restored_draft: "عادت مسودتك.", write_as: "تكتب باسم", keys_on: "اختصارات المفاتيح: مفعّلة", keys_off: "اختصارات المفاتيح: معطّلة",
  keys_help: "j التالي، k السابق، r رد، e تقدير، c كتابة", close: "إغلاق النقاش", open: "فتح النقاش", hold: "تعليق التعليقات الجديدة", done: "تم.",
  followed: "أنت تتابع هذا الآن.", unfollowed: "لم تعد تتابع هذا.", show: "إظهار",
  muted_line: "هنا يكتب قارئ كتمته.", apart_line: "حظر أحدكما الآخر، لذلك لا يظهر هذا.",
  wait: "يمكنك النشر مجددًا بعد", passkey_failed: "لم ينجح ذلك. حاول مرة أخرى أو سجّل الدخول بالبريد.",
};
